package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/** Some of the paths below a directory. */
@FunctionalInterface
public interface PathFilter {
  /** Whether a path, relative to the directory, is one of them. */
  boolean test(Path relative) throws IOException;
}
