package org.homekeep.core.backup.restore;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import org.homekeep.core.backup.key.CarriedKeys;
import org.homekeep.core.runtime.HubDirectories;

/** The entries directly below the data that no restore touches: those of the hub itself. */
final class UntouchedNames {
  private static final Set<String> ALWAYS =
      Set.of(
          PendingRestore.STAGING,
          "backups",
          "tmp_backups",
          "homekeep_deletions",
          ".ha_run.lock",
          ".HA_RESTORE",
          ".HA_RESTORE.new",
          ".HA_RESTORE_RESULT",
          CarriedKeys.FILE,
          CarriedKeys.FILE + ".new");

  private final HubDirectories directories;

  UntouchedNames(HubDirectories directories) {
    this.directories = directories;
  }

  /** Whether an entry stays. The hub's own directory inside of the data is not data. */
  boolean contains(String name) {
    if (ALWAYS.contains(name)) {
      return true;
    }
    Path config = directories.config();
    Path data = directories.data();
    return config.startsWith(data)
        && !config.equals(data)
        && data.relativize(config).getName(0).toString().equals(name)
        && Files.isDirectory(data.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a path below the data stays. */
  boolean containsTopOf(String path) {
    return contains(topOf(path));
  }

  /** The first name of a path. */
  static String topOf(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
