package org.homekeep.integrations.cloud;

import java.io.IOException;

/** Carries a {@link CloudFailure}. */
final class CloudFailureException extends IOException {
  private final transient CloudFailure failure;

  CloudFailureException(CloudFailure failure) {
    super(FailureText.sentence(failure));
    this.failure = failure;
  }

  CloudFailureException(CloudFailure failure, Throwable cause) {
    super(FailureText.sentence(failure), cause);
    this.failure = failure;
  }

  CloudFailure failure() {
    return failure;
  }
}
