package org.homekeep.integrations.backblazeb2;

import java.io.IOException;

/** The folder holds more than a list of backups can be made of; the message is for people. */
final class CrowdedFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  CrowdedFolderException(String message) {
    super(message);
  }
}
