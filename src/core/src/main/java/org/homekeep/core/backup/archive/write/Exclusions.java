package org.homekeep.core.backup.archive.write;

import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.backup.archive.files.Glob;

/**
 * What stays out of a backup: patterns over paths relative to the source's root (backup.md §6.3).
 *
 * <p>A directory that matches stays out with all that is in it; {@code tts/*} leaves {@code tts}
 * itself in, and empty.
 */
public final class Exclusions {
  private static final List<String> ALWAYS =
      List.of(
          "**/__pycache__/*",
          "**/.DS_Store",
          ".HA_RESTORE",
          "*.db-shm",
          "*.log.*",
          "*.log",
          "backups/*.tar",
          "tmp_backups/*.tar",
          "OZW_Log.txt",
          "tts/*",
          ".cache/*");
  private static final List<String> DATABASE =
      List.of("home-assistant_v2.db", "home-assistant_v2.db-wal");

  private final List<Glob> globs;

  private Exclusions(List<String> patterns) {
    this.globs = patterns.stream().map(Glob::new).toList();
  }

  /** Exactly these patterns. */
  public static Exclusions of(List<String> patterns) {
    return new Exclusions(patterns);
  }

  /** Nothing stays out. */
  public static Exclusions none() {
    return of(List.of());
  }

  /**
   * What Home Assistant leaves out of a backup of its configuration.
   *
   * @param includeDatabase whether the history database goes in
   */
  public static Exclusions homeAssistant(boolean includeDatabase) {
    return homeAssistant(includeDatabase, List.of());
  }

  /** The same, and patterns of the user. */
  public static Exclusions homeAssistant(boolean includeDatabase, List<String> more) {
    List<String> patterns = new ArrayList<>(ALWAYS);
    if (!includeDatabase) {
      patterns.addAll(DATABASE);
    }
    patterns.addAll(more);
    return of(patterns);
  }

  /** Whether a file or directory stays out. */
  public boolean excludes(String relativePath) {
    List<String> names = List.of(relativePath.split("/", -1));
    for (Glob glob : globs) {
      if (glob.matches(names)) {
        return true;
      }
    }
    return false;
  }
}
