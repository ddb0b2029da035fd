package org.homekeep.core.backup.agent;

import java.time.Duration;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.evidence.ForPeople;

/** A location has not answered in time. It may still do what it was asked. */
public final class NoAnswerException extends Exception implements ForPeople {
  NoAnswerException(BackupAgent agent, Duration deadline) {
    super(
        "The location %s did not answer within %d seconds."
            .formatted(agent.name(), deadline.toSeconds()));
  }
}
