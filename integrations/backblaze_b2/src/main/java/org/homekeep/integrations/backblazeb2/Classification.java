package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.exceptions.B2LocalException;
import com.backblaze.b2.client.exceptions.B2NetworkBaseException;
import java.util.Set;

/** What an error of the SDK means (b2-and-cloud.md §A.3, §C.5); a pure function. */
final class Classification {
  private static final int MAX_MESSAGE = 300;

  /** 401s that say something about the account or the call, not about the age of the token. */
  private static final Set<String> FINAL_REFUSALS =
      Set.of(
          "unauthorized",
          "access_denied",
          "unsupported",
          "email_not_verified",
          "no_payment_history");

  /** Those of them that are not about the key; only B2's own words tell what to do. */
  private static final Set<String> REFUSALS_OF_ACCOUNT =
      Set.of("unsupported", "email_not_verified", "no_payment_history");

  private static final Set<String> ABSENT = Set.of("file_not_present", "no_such_file");

  private Classification() {}

  static B2Failure of(B2Exception error) {
    if (error instanceof B2NetworkBaseException) {
      return new B2Failure.CannotConnect(message(error));
    }
    if (error instanceof B2LocalException) {
      return "parsing_failed".equals(error.getCode())
          ? new B2Failure.CannotConnect("the answer was not one of B2's")
          : new B2Failure.Unknown(message(error));
    }
    return ofAnswer(error.getStatus(), error.getCode(), message(error));
  }

  /** The meaning of an answer of the service. */
  static B2Failure ofAnswer(int status, String code, String message) {
    if (status == 404 || (status == 400 && ABSENT.contains(code))) {
      return new B2Failure.NotFound();
    }
    if (status == 400) {
      return "bad_bucket_id".equals(code)
          ? new B2Failure.BucketMissing()
          : new B2Failure.BadRequest(code, message);
    }
    if (status == 401) {
      return REFUSALS_OF_ACCOUNT.contains(code)
          ? new B2Failure.AccountRefused(code, message)
          : new B2Failure.BadCredentials(code);
    }
    if (status == 403) {
      if (code.contains("cap_exceeded")) {
        return new B2Failure.CapExceeded(code, message);
      }
      return "access_denied".equals(code)
          ? new B2Failure.Locked(message)
          : new B2Failure.BadRequest(code, message);
    }
    if (status >= 300 && status < 400) {
      return new B2Failure.CannotConnect(
          "another server than B2 answered, with a redirect (" + status + ")");
    }
    if (status == 408 || status == 429 || status >= 500) {
      return new B2Failure.CannotConnect("B2 answered " + status + ": " + message);
    }
    return new B2Failure.Unknown("B2 answered " + status + ": " + message);
  }

  /** Whether a call may succeed with a new account token. */
  static boolean wantsNewToken(B2Exception error) {
    return error.getStatus() == 401 && !FINAL_REFUSALS.contains(error.getCode());
  }

  /** Whether the same call may succeed a little later. */
  static boolean isTransient(B2Exception error) {
    return of(error) instanceof B2Failure.CannotConnect;
  }

  /** Whether an upload may succeed at another upload address (b2-and-cloud.md §C.5). */
  static boolean wantsNewUploadUrl(B2Exception error) {
    return isTransient(error)
        || error.getStatus() == 401
        || (error.getStatus() == 400
            && ("auth_token_limit".equals(error.getCode())
                || message(error).contains("Checksum did not match")));
  }

  /** The service's words, without the addresses and tokens of uploads that it quotes. */
  static String message(B2Exception error) {
    if (error instanceof B2NetworkBaseException) {
      return error.getCode().replace('_', ' ');
    }
    if ("auth_token_limit".equals(error.getCode())) {
      return "more than one upload at a time to one upload address";
    }
    String message = error.getMessage() == null ? "" : error.getMessage().strip();
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }
}
