package org.homekeep.integrations.cloud;

import java.io.IOException;

/** Nobody wants the upload any more, or not now. */
final class UploadCancelledException extends IOException {
  UploadCancelledException() {
    super("The upload was cancelled.");
  }
}
