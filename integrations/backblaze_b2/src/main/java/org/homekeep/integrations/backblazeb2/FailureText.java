package org.homekeep.integrations.backblazeb2;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a {@link B2Failure} is told: to people, to a form, to the log. */
final class FailureText {
  /** Of all that a form or a failed set-up can tell. */
  static final Set<String> KEYS =
      Set.of(
          "bad_request",
          "cannot_connect",
          "invalid_bucket_name",
          "invalid_capability",
          "invalid_credentials",
          "invalid_prefix",
          "restricted_bucket",
          "unknown");

  /** Of the sentences of locations, which the page finds by their English words. */
  static final Set<String> SENTENCES =
      Set.of(
          "told_account_refused",
          "told_cancelled_by_rule",
          "told_cancelled_by_rule_of_a_day",
          "told_cancelled_by_somebody",
          "told_cap",
          "told_cap_until_tomorrow",
          "told_failed_check",
          "told_failed_clean_up",
          "told_failed_delete",
          "told_failed_download",
          "told_failed_list",
          "told_failed_search",
          "told_failed_upload",
          "told_missing_rights",
          "told_no_bucket",
          "told_object_gone",
          "told_own_fault",
          "told_partial_list",
          "told_prefix",
          "told_protected",
          "told_refused_key",
          "told_rejected",
          "told_restricted_key",
          "told_unexpected",
          "told_unfinished_list",
          "told_unreachable",
          "told_upload_cancelled");

  private FailureText() {}

  /**
   * A form's answer.
   *
   * @param field the field that is wrong, or {@code base}
   * @param key under {@code config.error} and {@code exceptions} in the translations
   */
  record FormError(String field, String key, Map<String, String> placeholders) {}

  /** Where an error stands that is of no field. */
  static final String BASE = "base";

  static FormError formError(B2Failure failure) {
    if (failure instanceof B2Failure.BadCredentials) {
      return new FormError(BASE, "invalid_credentials", Map.of());
    } else if (failure instanceof B2Failure.RestrictedToOtherBuckets restricted) {
      return new FormError(
          BucketConfig.BUCKET,
          "restricted_bucket",
          Map.of("restricted_bucket_name", restricted.names()));
    } else if (failure instanceof B2Failure.BucketMissing) {
      return new FormError(BucketConfig.BUCKET, "invalid_bucket_name", Map.of());
    } else if (failure instanceof B2Failure.MissingCapabilities incapable) {
      return new FormError(
          BASE, "invalid_capability", Map.of("missing_capabilities", incapable.names()));
    } else if (failure instanceof B2Failure.PrefixNotAllowed prefix) {
      return new FormError(
          BucketConfig.PREFIX, "invalid_prefix", Map.of("allowed_prefix", prefix.allowed()));
    } else if (failure instanceof B2Failure.BadRequest refused) {
      return new FormError(BASE, "bad_request", Map.of("error_message", refused.text()));
    } else if (failure instanceof B2Failure.AccountRefused refused) {
      return new FormError(BASE, "bad_request", Map.of("error_message", refused.text()));
    } else if (failure instanceof B2Failure.CapExceeded exceeded) {
      return new FormError(BASE, "bad_request", Map.of("error_message", exceeded.text()));
    } else if (failure instanceof B2Failure.Locked locked) {
      return new FormError(BASE, "bad_request", Map.of("error_message", locked.message()));
    } else if (failure instanceof B2Failure.CannotConnect) {
      return new FormError(BASE, "cannot_connect", Map.of());
    }
    return new FormError(BASE, "unknown", Map.of());
  }

  /** For the log; not every failure has words. */
  static String reason(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
  }

  /** What happened, and what to do. */
  static String sentence(B2Failure failure) {
    if (failure instanceof B2Failure.BadCredentials) {
      return "Backblaze B2 refused the application key. It may be wrong, deleted or expired:"
          + " enter a working key.";
    } else if (failure instanceof B2Failure.RestrictedToOtherBuckets restricted) {
      return "The application key may use only the bucket "
          + restricted.names()
          + ". Use that bucket, or a key for this one.";
    } else if (failure instanceof B2Failure.BucketMissing) {
      return "The bucket does not exist any more, or the application key cannot see it.";
    } else if (failure instanceof B2Failure.MissingCapabilities incapable) {
      return "The application key lacks the capabilities "
          + incapable.names()
          + ". Create a key of type Read and Write.";
    } else if (failure instanceof B2Failure.PrefixNotAllowed prefix) {
      return "The application key may use only names that start with " + prefix.allowed() + ".";
    } else if (failure instanceof B2Failure.BadRequest refused) {
      return "Backblaze B2 rejected the request: " + refused.text();
    } else if (failure instanceof B2Failure.AccountRefused refused) {
      return "Backblaze B2 refuses the account: "
          + refused.text()
          + ". Log in to Backblaze and put that right.";
    } else if (failure instanceof B2Failure.CannotConnect unreachable) {
      return "Backblaze B2 cannot be reached now ("
          + unreachable.detail()
          + "). Check the network connection and try again later.";
    } else if (failure instanceof B2Failure.Unfinished unfinished) {
      return "There was no time to read the descriptions of "
          + unfinished.left()
          + " backups in the bucket: there are many, or the line is slow. The next list goes on"
          + " with them.";
    } else if (failure instanceof B2Failure.CapExceeded exceeded) {
      return "A cap of the Backblaze B2 account is used up: "
          + exceeded.text()
          + (exceeded.endsWithTheDay()
              ? ". Raise it under Caps and Alerts, or wait for the next day."
              : ". Raise it under Caps and Alerts, or delete what is not needed any more.");
    } else if (failure instanceof B2Failure.Locked locked) {
      return "Backblaze B2 protects this object from being changed now: " + locked.message();
    } else if (failure instanceof B2Failure.UploadCancelled cancelled) {
      return "Its unfinished upload was cancelled at Backblaze B2. "
          + cancelled
              .days()
              .map(
                  days ->
                      "The bucket has a lifecycle rule that does so "
                          + (days == 1 ? "a day" : days + " days")
                          + " after it has begun. If it takes longer, give the rule more days.")
              .orElse("Somebody did so by hand, or another program. Store the backup again.");
    } else if (failure instanceof B2Failure.NotFound) {
      return "The object is not in the bucket any more.";
    } else if (failure instanceof B2Failure.Corrupt corrupt) {
      return corrupt.message();
    } else if (failure instanceof B2Failure.HubFault fault) {
      return "Homekeep itself failed, not Backblaze B2: "
          + fault.what()
          + ". Try again; if that fails as well, "
          + fault.advice()
          + ".";
    } else if (failure instanceof B2Failure.Unknown unknown) {
      return "Something unexpected happened at Backblaze B2: " + unknown.detail();
    }
    throw new IllegalStateException("No sentence for " + failure.getClass());
  }
}
