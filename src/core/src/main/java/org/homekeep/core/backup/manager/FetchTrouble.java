package org.homekeep.core.backup.manager;

import java.nio.file.Path;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.manager.BackupException.Kind;

/**
 * Why an archive could not be fetched from a location, where neither its words nor those of the
 * system say what happened. Used on the hub's context.
 *
 * @param directory where it is fetched to
 * @param undone what did not come of it: "sent"
 * @param again what to do: "send it"
 */
record FetchTrouble(AgentRegistry agents, Path directory, String undone, String again) {

  /** The failure as people are to hear of it. */
  Throwable of(BackupAgent agent, Throwable failed) {
    if (Evidence.isDiskFull(failed)) {
      return new BackupException(
          Kind.NO_SPACE,
          "There was not enough space in %s to fetch the backup: the disk filled up meanwhile. Nothing was %s. Free some space there and %s again."
              .formatted(directory, undone, again),
          failed);
    }
    return isThere(agent)
        ? failed
        : new BackupAgentException(
            "The location %s was removed, switched off or set up anew while the backup was fetched from it. Nothing was %s. When the location is back, %s again."
                .formatted(agent.name(), undone, again),
            failed);
  }

  private boolean isThere(BackupAgent agent) {
    return agents.find(agent.agentId()).filter(agent::equals).isPresent();
  }
}
