package org.homekeep.core.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.Tunable;
import org.homekeep.core.backup.folder.FolderSettings;

/** What an operator can turn: {@code --set backup.<name>=<value>}. */
public final class BackupTunables {
  /** The domain of these settings. */
  public static final String DOMAIN = "backup";

  /** The SecureTar version in which new archives are encrypted. */
  public static final Tunable<Integer> SECURETAR_VERSION =
      Tunable.integer(
          "securetar_version",
          2,
          2,
          3,
          "The SecureTar version of new archives: 2 opens in every Home Assistant since 2025.1, 3 is authenticated.");

  /** How long a location may take to list, describe or delete. */
  public static final Tunable<Duration> AGENT_TIMEOUT =
      Tunable.duration(
          "agent_timeout",
          Duration.ofMinutes(2),
          "How long a location may take to list, describe or delete backups.");

  /** How long an upload to a location may make no progress. */
  public static final Tunable<Duration> STALL_TIMEOUT =
      Tunable.duration(
          "stall_timeout",
          Duration.ofHours(1),
          "How long an upload to a location may make no progress before it is given up.");

  /** How long a download from a location may make no progress: somebody waits for it. */
  public static final Tunable<Duration> DOWNLOAD_STALL_TIMEOUT =
      Tunable.duration(
          "download_stall_timeout",
          Duration.ofMinutes(10),
          "How long a download from a location may make no progress before it is given up.");

  /** How long a database may be locked by its owner. */
  public static final Tunable<Duration> DATABASE_TIMEOUT =
      Tunable.duration(
          "database_timeout",
          Duration.ofSeconds(30),
          "How long a database in the data directory may be locked before the backup fails.");

  /** How long an integration may take before and after a backup, each. */
  public static final Tunable<Duration> HOOK_TIMEOUT =
      Tunable.duration(
          "hook_timeout",
          Duration.ofMinutes(1),
          "How long an integration may take to get ready for a backup, and to go on after it.");

  private BackupTunables() {}

  /** All of them. */
  public static List<Tunable<?>> all() {
    List<Tunable<?>> all =
        new ArrayList<>(
            List.of(
                SECURETAR_VERSION,
                AGENT_TIMEOUT,
                STALL_TIMEOUT,
                DOWNLOAD_STALL_TIMEOUT,
                DATABASE_TIMEOUT,
                HOOK_TIMEOUT));
    all.addAll(FolderSettings.all());
    return List.copyOf(all);
  }
}
