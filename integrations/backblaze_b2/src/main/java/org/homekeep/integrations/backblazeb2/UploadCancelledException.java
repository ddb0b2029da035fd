package org.homekeep.integrations.backblazeb2;

import java.io.IOException;

/** Nobody wants the upload any more. */
final class UploadCancelledException extends IOException {
  UploadCancelledException() {
    super("The upload was cancelled.");
  }
}
