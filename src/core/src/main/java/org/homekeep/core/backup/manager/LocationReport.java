package org.homekeep.core.backup.manager;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.ledger.Verification;

/**
 * What a location said when somebody asked it on purpose.
 *
 * @param took how long the list took
 * @param copies how many it lists
 * @param bytes that these take
 * @param newest the newest of them
 * @param error why there is no list, or not the whole of it
 */
public record LocationReport(
    boolean answered,
    Duration took,
    int copies,
    long bytes,
    Optional<Newest> newest,
    Optional<String> error) {

  /**
   * The newest copy there.
   *
   * @param verified how and when it was verified last
   * @param message what that means, as a sentence
   */
  public record Newest(
      AgentBackup backup, State state, Optional<Verification> verified, String message) {}

  /** What the location says of its newest copy. */
  public enum State {
    /** It has what was sent. */
    SOUND,
    /** It has something else. */
    DAMAGED,
    /** It lists the copy and does not have it. */
    MISSING,
    /** Only reading the copy back can tell. */
    NOT_CHECKABLE;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
