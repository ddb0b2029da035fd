package org.homekeep.integrations.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;

/**
 * What the repairs page shows of Home Assistant Cloud (b2-and-cloud.md §B.6): the last thing that
 * keeps backups from being stored. May be used from any thread.
 */
final class CloudIssues {
  private static final String TOO_LARGE = "backup_too_large";
  private static final String NOT_ENCRYPTED = "backup_not_encrypted";
  private static final String CHANGED = "backup_changed";
  private static final String SUBSCRIPTION = "subscription_expired";
  private static final String LOGIN = "login_lost";
  private static final String ADDRESS = "address_expired";
  private static final String REFUSED = "upload_refused";
  private static final String FAILED = "upload_failed";

  /**
   * Those that the next attempt may get over: the latest is shown, and those that stay beside it.
   */
  private static final Set<String> PASSING = Set.of(ADDRESS, FAILED);

  /** Of all issues. */
  static final Set<String> KEYS =
      Set.of(TOO_LARGE, NOT_ENCRYPTED, CHANGED, SUBSCRIPTION, LOGIN, ADDRESS, REFUSED, FAILED);

  private final IssueReporter reporter;

  CloudIssues(IssueReporter reporter) {
    this.reporter = reporter;
  }

  /**
   * The upload of a backup failed for good, or until somebody does something.
   *
   * @return whether there is an issue about it now
   */
  boolean uploadFailed(AgentBackup backup, CloudFailure failure) {
    if (failure instanceof CloudFailure.NewerStored || failure instanceof CloudFailure.Ended) {
      return false;
    }
    report(backup, failure);
    return true;
  }

  private void report(AgentBackup backup, CloudFailure failure) {
    if (failure instanceof CloudFailure.TooLarge large) {
      report(
          TOO_LARGE,
          backup,
          Map.of("size", Sizes.decimal(large.bytes()), "limit", Sizes.decimal(large.limit())));
    } else if (failure instanceof CloudFailure.NotEncrypted) {
      report(NOT_ENCRYPTED, backup, Map.of());
    } else if (failure instanceof CloudFailure.SizeChanged changed) {
      report(
          CHANGED,
          backup,
          Map.of("told", Long.toString(changed.told()), "actual", Long.toString(changed.actual())));
    } else if (failure instanceof CloudFailure.SubscriptionExpired) {
      report(SUBSCRIPTION, backup, Map.of("account_url", Settings.ACCOUNT_PAGE));
    } else if (failure instanceof CloudFailure.LoginNeeded) {
      loginLost();
    } else if (failure instanceof CloudFailure.AddressExpired) {
      report(ADDRESS, backup, Map.of());
    } else if (failure instanceof CloudFailure.Refused refused) {
      report(
          REFUSED,
          backup,
          Map.of("status", Integer.toString(refused.status()), "message", refused.message()));
    } else {
      report(FAILED, backup, Map.of("reason", FailureText.sentence(failure)));
    }
  }

  private void report(String key, AgentBackup backup, Map<String, String> more) {
    PASSING.stream().filter(other -> !other.equals(key)).forEach(reporter::resolve);
    Map<String, String> placeholders = new HashMap<>(more);
    placeholders.put("name", backup.name());
    report(key, placeholders);
  }

  private void report(String key, Map<String, String> placeholders) {
    reporter.report(
        new Issue(key, Severity.WARNING, false, true, key, placeholders, Optional.empty()));
  }

  /** The service does not know the login any more. */
  void loginLost() {
    report(LOGIN, Map.of());
  }

  /** Somebody has logged in. */
  void loggedIn() {
    reporter.resolve(LOGIN);
    reporter.resolve(SUBSCRIPTION);
  }

  /** A backup was stored. */
  void uploaded() {
    KEYS.forEach(reporter::resolve);
  }

  /** Nobody is logged in, and that is as it should be. */
  void loggedOut() {
    KEYS.forEach(reporter::resolve);
  }
}
