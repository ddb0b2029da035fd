package org.homekeep.integrations.cloud;

import java.time.Duration;

/** Why Home Assistant Cloud did not do what it was asked for. */
sealed interface CloudFailure {

  /**
   * Nothing came back, or nothing that makes sense; another try may do.
   *
   * @param detail a phrase such as "the connection failed"
   */
  record Unreachable(String detail) implements CloudFailure {}

  /** Nobody is logged in, or the service does not know the login any more. */
  record LoginNeeded() implements CloudFailure {}

  /** What was begun with one login is not finished: the location was reloaded, or goes away. */
  record Ended() implements CloudFailure {}

  /** The login is known and cannot be renewed now. */
  record NotRenewed(IdentityFailure why) implements CloudFailure {}

  /** The subscription has ended, with the days of grace. */
  record SubscriptionExpired() implements CloudFailure {}

  /** The backup is not encrypted, and the service takes no other. */
  record NotEncrypted() implements CloudFailure {}

  /**
   * The archive is not as large as it was said to be.
   *
   * @param told in bytes
   * @param actual in bytes
   */
  record SizeChanged(long told, long actual) implements CloudFailure {}

  /** The archive is as large as it was said to be, and has other bytes. */
  record ContentChanged() implements CloudFailure {}

  /**
   * The one backup that the service keeps is newer, and would be lost.
   *
   * @param name of the one that is there
   * @param date of the one that is there
   */
  record NewerStored(String name, String date) implements CloudFailure {}

  /**
   * The service takes no backup of this size.
   *
   * @param bytes the size of the backup
   */
  record TooLarge(long bytes) implements CloudFailure {
    /**
     * What it has to be smaller than, as far as is known: the service may take less than it said.
     */
    long limit() {
      return Math.min(bytes, Sizes.LIMIT);
    }
  }

  /**
   * A transfer was ended because it took too long as a whole; the next one will, too.
   *
   * @param longest that it may take
   */
  record TooSlow(Duration longest) implements CloudFailure {}

  /** What came back is not what was stored. */
  record Damaged() implements CloudFailure {}

  /** The address for a transfer was used too late. */
  record AddressExpired() implements CloudFailure {}

  /**
   * The service refuses, and would again.
   *
   * @param message in its own words
   */
  record Refused(int status, String message) implements CloudFailure {}

  /**
   * The service has trouble, and may not have it the next time.
   *
   * @param message in its own words
   */
  record Trouble(int status, String message) implements CloudFailure {}

  /** Whether the same request may do better. */
  default boolean mayPass() {
    return this instanceof Unreachable
        || this instanceof Trouble
        || this instanceof AddressExpired
        || (this instanceof NotRenewed failed && failed.why() != IdentityFailure.DISABLED);
  }

  /** Whether the hub need not try this backup again by itself. */
  default boolean isFinal() {
    return this instanceof NotEncrypted
        || this instanceof TooLarge
        || this instanceof NewerStored
        || this instanceof Refused;
  }
}
