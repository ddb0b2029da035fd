package org.homekeep.core.runtime;

import java.nio.file.Path;

/**
 * Where the hub keeps what.
 *
 * @param config the hub's own directory: state, local backups, temporary files
 * @param data the directory that backups are made of; often the same
 */
public record HubDirectories(Path config, Path data) {
  public HubDirectories {
    config = config.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
  }

  /** JSON documents of state. */
  public Path storage() {
    return config.resolve(".storage");
  }

  /** Backups of the agent {@code backup.local}. */
  public Path backups() {
    return config.resolve("backups");
  }

  /** Archives on their way; emptied at each start. */
  public Path temporary() {
    return config.resolve("tmp_backups");
  }
}
