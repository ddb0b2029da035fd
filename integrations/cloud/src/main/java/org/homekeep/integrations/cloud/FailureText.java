package org.homekeep.integrations.cloud;

/** How a {@link CloudFailure} is told to people. */
final class FailureText {
  private FailureText() {}

  /**
   * The sentence, with what was to be done where it does not say so.
   *
   * @param operation such as "Failed to upload backup"
   */
  static String sentence(String operation, CloudFailure failure) {
    boolean general =
        failure instanceof CloudFailure.Unreachable
            || failure instanceof CloudFailure.Ended
            || failure instanceof CloudFailure.NotRenewed
            || failure instanceof CloudFailure.Refused
            || failure instanceof CloudFailure.Trouble;
    return general ? operation + ": " + sentence(failure) : sentence(failure);
  }

  /** What happened, and what to do. */
  static String sentence(CloudFailure failure) {
    if (failure instanceof CloudFailure.Unreachable unreachable) {
      return "Home Assistant Cloud cannot be reached now (%s). Check the network connection and try again."
          .formatted(unreachable.detail());
    } else if (failure instanceof CloudFailure.LoginNeeded) {
      return "Nobody is logged in to Home Assistant Cloud any more. Log in again in the settings of"
          + " Home Assistant Cloud.";
    } else if (failure instanceof CloudFailure.Ended) {
      return "Home Assistant Cloud was reloaded here, or somebody else logged in, before this was"
          + " done. A backup that still waits is sent again by itself; try anything else again.";
    } else if (failure instanceof CloudFailure.NotRenewed notRenewed) {
      return "The login to Home Assistant Cloud cannot be renewed: %s"
          .formatted(notRenewed.why().sentence());
    } else if (failure instanceof CloudFailure.SubscriptionExpired) {
      return "The Cloud subscription has expired, or there has been none. Renew it, or take one, on %s."
          .formatted(Settings.ACCOUNT_PAGE);
    } else if (failure instanceof CloudFailure.NotEncrypted) {
      return "Cloud backups must be protected: Home Assistant Cloud takes encrypted backups alone."
          + " Make the backup with a password, or turn encryption on for this location.";
    } else if (failure instanceof CloudFailure.SizeChanged changed) {
      return "Indicated size %d does not match actual size %d. Nothing was uploaded, because the archive is not what was made. Make a new backup."
          .formatted(changed.told(), changed.actual());
    } else if (failure instanceof CloudFailure.ContentChanged) {
      return "The archive has other bytes than when it was made, so nothing was uploaded. Make a"
          + " new backup; if that happens again, see whether the disk fails.";
    } else if (failure instanceof CloudFailure.NewerStored newer) {
      return "Home Assistant Cloud keeps one backup, and has a newer one than this: %s of %s. Nothing was uploaded. If this one is to take its place, delete the newer one there first."
          .formatted(newer.name(), newer.date());
    } else if (failure instanceof CloudFailure.TooLarge large) {
      return "The backup size of %sGB is too large to be uploaded to Home Assistant Cloud, which takes less than %s. Leave out folders or add-ons, or use another location."
          .formatted(Sizes.gibibytes(large.bytes()), Sizes.decimal(large.limit()));
    } else if (failure instanceof CloudFailure.AddressExpired) {
      return "Home Assistant Cloud's address for the transfer had run out before the transfer"
          + " began. Check that the clock of this machine is right, and try again.";
    } else if (failure instanceof CloudFailure.Refused refused) {
      return "Home Assistant Cloud refuses (HTTP %d): %s Trying again does not help; show this to its support."
          .formatted(refused.status(), ended(refused.message()));
    } else if (failure instanceof CloudFailure.Trouble trouble) {
      return "Home Assistant Cloud has trouble (HTTP %d): %s Try again later."
          .formatted(trouble.status(), ended(trouble.message()));
    } else if (failure instanceof CloudFailure.TooSlow slow) {
      return "The transfer took longer than %d minutes and was ended. Use a faster line, or make backups smaller: leave out folders or add-ons."
          .formatted(slow.longest().toMinutes());
    } else if (failure instanceof CloudFailure.Damaged) {
      return "The backup at Home Assistant Cloud is damaged: its MD5 is not that of what was"
          + " stored. Use a copy at another location, or make a new backup.";
    }
    throw new IllegalStateException("No sentence for " + failure.getClass());
  }

  /** The service's words are no sentences; what follows them begins one. */
  private static String ended(String message) {
    String text = message.isEmpty() ? "no reason is given" : message;
    return text.matches("(?s).*[.!?…]") ? text : text + ".";
  }
}
