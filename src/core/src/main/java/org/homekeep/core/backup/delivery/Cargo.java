package org.homekeep.core.backup.delivery;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.local.LocalAgent;

/**
 * An archive that was just made or taken in, and where it is to go.
 *
 * @param file below the local agent's directory when that is among the locations, else among the
 *     temporary files; it belongs to the delivery from now on
 * @param measured what it holds, and its checksums
 * @param key recodes copies of locations that want the other form; without it, all get the same
 * @param automatic whether a newer automatic backup may take its place in the queue
 * @param isNew whether no location can have had a copy of this backup before
 * @param unavailable ids of locations that do not exist at the moment; they get theirs when they do
 */
public record Cargo(
    Path file,
    Measured measured,
    Optional<Secret> key,
    boolean automatic,
    boolean isNew,
    List<BackupAgent> agents,
    List<String> unavailable) {
  public Cargo {
    agents = List.copyOf(agents);
    unavailable = List.copyOf(unavailable);
  }

  /** Whether the hub's own location is among them. */
  boolean isForHere() {
    return agents.stream().anyMatch(LocalAgent::isLocal);
  }

  AgentBackup backup() {
    return measured.backup();
  }
}
