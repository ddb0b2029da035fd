package org.homekeep.core.storage;

import java.io.IOException;
import java.util.Optional;

/** A file has its new content, of which the disk does not say that it will last. */
public final class UncertainFileException extends IOException {

  UncertainFileException(IOException cause) {
    super(Optional.ofNullable(cause.getMessage()).orElse("the system refuses it"), cause);
  }
}
