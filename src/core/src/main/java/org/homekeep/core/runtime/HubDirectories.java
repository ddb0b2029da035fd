package org.homekeep.core.runtime;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the hub keeps what.
 *
 * @param config the hub's own directory: state, local backups, temporary files
 * @param data the directory that backups are made of; often the same
 */
public record HubDirectories(Path config, Path data) {
  public HubDirectories {
    config = resolved(config);
    data = resolved(data);
  }

  /** Without links, so that whether one lies within the other can be told from their names. */
  public static Path resolved(Path path) {
    Path absolute = path.toAbsolutePath();
    Path missing = path.getFileSystem().getPath("");
    for (Path known = absolute; known != null; known = known.getParent()) {
      try {
        return known.toRealPath().resolve(missing).normalize();
      } catch (IOException notThere) {
        Path name = known.getFileName();
        missing = name == null ? missing : name.resolve(missing);
      }
    }
    return absolute.normalize();
  }

  /** JSON documents of state. */
  public Path storage() {
    return config.resolve(".storage");
  }

  /** Backups of the agent {@code backup.local}. */
  public Path backups() {
    return config.resolve("backups");
  }

  /** Archives on their way; a start keeps those that are still to be delivered. */
  public Path temporary() {
    return config.resolve("tmp_backups");
  }

  /** What can be found out or made again; in no backup. */
  public Path cache() {
    return config.resolve(".cache");
  }

  /** The log of deleted backups; no restore takes it back. */
  public Path deletions() {
    return config.resolve("homekeep_deletions");
  }
}
