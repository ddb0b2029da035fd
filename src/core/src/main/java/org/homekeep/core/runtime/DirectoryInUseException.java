package org.homekeep.core.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** Another hub runs on the configuration directory. */
public final class DirectoryInUseException extends IOException {

  DirectoryInUseException(Path directory) {
    super(
        "Another Homekeep is running on %s. Stop it first, or give this one a directory of its own with --config."
            .formatted(directory));
  }
}
