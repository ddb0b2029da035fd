package org.homekeep.api;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.issue.IssueReporter;

/** What the hub gives to one integration. May be used from any thread. */
public interface IntegrationContext {

  /**
   * Runs blocking code on the integration's own bounded workers, never on the event loop. What the
   * code throws fails the future. The future completes on the integration's own context, where the
   * methods of its locations and its repeated actions run as well, one after the other: what is
   * touched there alone needs no locks.
   */
  <T> Future<T> blocking(Callable<T> work);

  /** The hub's clock; tests turn it. */
  Clock clock();

  /**
   * Runs the action on the integration's own context again and again until it is cancelled. One
   * that takes longer than the interval is not begun twice.
   */
  Cancellable every(Duration interval, Runnable action);

  /** The value of a setting that the integration declared. */
  <T> T setting(Tunable<T> tunable);

  /** What is kept for an entry and can be found out again. */
  EntryCache cache(String entryId);

  /**
   * A document of the integration itself.
   *
   * @param name letters, digits, underscores
   */
  StateFile file(String name);

  /** What tells this hub from others: 32 hex digits, which its backups bear as well. */
  String instanceId();

  /**
   * Makes the one entry of an integration that people cannot add themselves, or sets it up again
   * when it is there. Its source is {@code system}, it has no data, and it stays until {@link
   * #removeOwnEntry}. Succeeds when its set-up has been tried.
   */
  Future<Void> keepOwnEntry(String title);

  /** Removes every entry that {@link #keepOwnEntry} has made. */
  Future<Void> removeOwnEntry();

  /** Where to report issues of this domain. */
  IssueReporter issues();

  /** Asks the user for new credentials; does nothing while such a flow is open for the entry. */
  void startReauth(String entryId);

  /**
   * Offers to add something that was found. Does nothing when an entry or an open flow is about it
   * already, or when somebody chose to ignore it; an entry that waits to be tried again is tried at
   * once.
   */
  void discovered(Discovery discovery);
}
