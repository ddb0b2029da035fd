package org.homekeep.core.backup.archive.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.homekeep.core.backup.archive.tar.RawText;

/** What stays out of a part beside its exclusions; asked when the walk comes to it. */
@FunctionalInterface
public interface Omissions {
  /**
   * Whether something stays out, a directory with all that is in it.
   *
   * @param relative its path below the root of the source
   * @param place where it lies
   */
  boolean omits(RawText relative, Path place) throws IOException;

  /** Nothing stays out. */
  static Omissions none() {
    return (relative, place) -> false;
  }

  /** Exactly these paths stay out. */
  static Omissions of(Set<RawText> paths) {
    Set<RawText> all = Set.copyOf(paths);
    return (relative, place) -> all.contains(relative);
  }

  /** What this or another leaves out. */
  default Omissions and(Omissions other) {
    return (relative, place) -> omits(relative, place) || other.omits(relative, place);
  }
}
