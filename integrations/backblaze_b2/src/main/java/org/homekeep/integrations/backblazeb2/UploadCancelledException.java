package org.homekeep.integrations.backblazeb2;

import java.io.IOException;

/** Nobody wants the upload any more. */
final class UploadCancelledException extends IOException {
  static final String MESSAGE = "The upload was cancelled.";

  UploadCancelledException() {
    super(MESSAGE);
  }
}
