package org.homekeep.integrations.cloud;

import java.io.IOException;

/** Carries an {@link IdentityFailure}. */
final class IdentityException extends IOException {
  private final IdentityFailure failure;

  IdentityException(IdentityFailure failure) {
    super(failure.sentence());
    this.failure = failure;
  }

  IdentityException(IdentityFailure failure, Throwable cause) {
    super(failure.sentence(), cause);
    this.failure = failure;
  }

  IdentityFailure failure() {
    return failure;
  }
}
