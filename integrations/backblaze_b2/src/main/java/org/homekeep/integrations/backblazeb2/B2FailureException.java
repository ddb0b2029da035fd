package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Carries a {@link B2Failure}; the message is its sentence. An IOException, as streams fail so. */
final class B2FailureException extends IOException {
  private final transient B2Failure failure;

  B2FailureException(B2Failure failure) {
    super(FailureText.sentence(failure));
    this.failure = failure;
  }

  B2FailureException(B2Failure failure, @Nullable Throwable cause) {
    super(FailureText.sentence(failure), cause);
    this.failure = failure;
  }

  /** Drops the SDK's own exception: its message quotes addresses that are secrets. */
  static B2FailureException of(B2Exception refused) {
    return new B2FailureException(Classification.of(refused), refused.getCause());
  }

  /** What nobody expected and B2 has nothing to do with. */
  static B2FailureException ofFault(@Nullable Throwable fault) {
    return new B2FailureException(
        fault instanceof OutOfMemoryError
            ? new B2Failure.HubFault(
                "its memory was full", "give it more (HOMEKEEP_JAVA_OPTS=-Xmx256m)")
            : new B2Failure.HubFault(String.valueOf(fault), "report this to its authors"),
        fault);
  }

  B2Failure failure() {
    return failure;
  }
}
