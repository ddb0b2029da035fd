package org.homekeep.integrations.backblazeb2;

import java.util.List;
import java.util.Optional;

/** Why B2 could not be used, in the terms that people and the hub can act on. */
sealed interface B2Failure {

  /** The key is unknown, deleted, expired or not allowed to make a call. */
  record BadCredentials(String code) implements B2Failure {}

  /** B2 refuses the account or the kind of call, and no other key helps. */
  record AccountRefused(String code, String message) implements B2Failure {
    String text() {
      return message + " (" + code + ")";
    }
  }

  /** The key may use other buckets only. */
  record RestrictedToOtherBuckets(List<String> allowed) implements B2Failure {
    public RestrictedToOtherBuckets {
      allowed = List.copyOf(allowed);
    }

    String names() {
      return String.join(", ", allowed);
    }
  }

  /** There is no bucket of that name, or there is none any more. */
  record BucketMissing() implements B2Failure {}

  /** The key lacks rights that a backup location needs. */
  record MissingCapabilities(List<String> missing) implements B2Failure {
    public MissingCapabilities {
      missing = List.copyOf(missing);
    }

    String names() {
      return String.join(", ", missing);
    }
  }

  /** The prefix is no prefix, or not one that the key may use; {@code allowed} would do. */
  record PrefixNotAllowed(String allowed) implements B2Failure {}

  /** B2 understood the request and refuses it. */
  record BadRequest(String code, String message) implements B2Failure {
    String text() {
      return message + " (" + code + ")";
    }
  }

  /** B2 does not answer, or answers that it cannot now. */
  record CannotConnect(String detail) implements B2Failure {}

  /** There was no time to read all; the next listing goes on with so many. */
  record Unfinished(int left) implements B2Failure {}

  /** A limit that the account's owner has set is used up. */
  record CapExceeded(String code, String message) implements B2Failure {
    String text() {
      return message + " (" + code + ")";
    }

    /** Whether it is one of calls or of downloads, which begin anew at midnight UTC. */
    boolean endsWithTheDay() {
      return code.equals("transaction_cap_exceeded") || code.equals("download_cap_exceeded");
    }
  }

  /** The object is protected from deletion until a later time. */
  record Locked(String message) implements B2Failure {}

  /**
   * What an upload has sent was thrown away at B2 before it was complete.
   *
   * @param days after which a rule of the bucket does so
   */
  record UploadCancelled(Optional<Integer> days) implements B2Failure {}

  /** The object is not there. */
  record NotFound() implements B2Failure {}

  /** What arrived, or what is stored, is not what was sent. */
  record Corrupt(String message) implements B2Failure {}

  /**
   * The hub itself failed, and B2 has nothing to do with it.
   *
   * @param what happened
   * @param advice what to do if it goes on so
   */
  record HubFault(String what, String advice) implements B2Failure {}

  /** Nothing of the above. */
  record Unknown(String detail) implements B2Failure {}
}
