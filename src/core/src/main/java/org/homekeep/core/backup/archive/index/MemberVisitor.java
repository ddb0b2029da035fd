package org.homekeep.core.backup.archive.index;

import java.io.IOException;

/** Sees the members of an archive one by one. */
@FunctionalInterface
public interface MemberVisitor {
  /** Sees a member. */
  void visit(IndexedMember member) throws IOException;
}
