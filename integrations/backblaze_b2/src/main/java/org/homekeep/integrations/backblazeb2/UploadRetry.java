package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import java.io.IOException;

/** The pause before bytes are sent again. */
final class UploadRetry {
  private UploadRetry() {}

  /**
   * Waits after a failed try. Another address is another machine, so that the second try comes at
   * once unless B2 asks for patience (b2-and-cloud.md §C.5).
   */
  static void pause(Session session, UploadWatch watch, int failures, B2Exception error)
      throws IOException {
    if (failures > 1 || error.getRetryAfterSecondsOrNull() != null || error.getStatus() == 429) {
      session.pause(watch, Backoff.after(Math.max(1, failures - 1), error));
    }
  }
}
