package org.homekeep.core.integration;

import java.time.Duration;

/** The hub gave up on a call into an integration; the integration itself did not answer. */
public final class IntegrationCallException extends Exception {

  private IntegrationCallException(String message) {
    super(message);
  }

  static IntegrationCallException tooSlow(String domain, String what, Duration deadline) {
    return new IntegrationCallException(
        "The integration %s did not finish its %s within %d seconds. Look into the log for what it waits for."
            .formatted(domain, what, deadline.toSeconds()));
  }

  static IntegrationCallException busy(String domain, String what) {
    return new IntegrationCallException(
        "The integration %s is still busy with earlier calls, so its %s was not started. Try again later."
            .formatted(domain, what));
  }
}
