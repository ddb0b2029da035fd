package org.homekeep.integrations.backblazeb2;

import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.api.entry.ConfigEntryException;
import org.homekeep.api.entry.ConfigEntryNotReady;

/** What a failed set-up means for the entry (b2-and-cloud.md §A.5); pure functions. */
final class SetUpFailure {
  private SetUpFailure() {}

  /** Whether only a person with another key can help. */
  static boolean needsNewKey(B2Failure failure) {
    return failure instanceof B2Failure.BadCredentials
        || failure instanceof B2Failure.MissingCapabilities
        || failure instanceof B2Failure.PrefixNotAllowed;
  }

  static ConfigEntryException of(B2Failure failure) {
    FailureText.FormError told = FailureText.formError(failure);
    String message = FailureText.sentence(failure);
    return needsNewKey(failure)
        ? new ConfigEntryAuthFailed(message, told.key(), told.placeholders())
        : new ConfigEntryNotReady(message, told.key(), told.placeholders());
  }
}
