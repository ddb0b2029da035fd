package org.homekeep.api.backup;

/** The description of a backup lacks what every backup has, or is of another shape. */
public final class InvalidBackupMetadataException extends Exception {

  InvalidBackupMetadataException(String message) {
    super(message);
  }

  InvalidBackupMetadataException(String message, Throwable cause) {
    super(message, cause);
  }
}
