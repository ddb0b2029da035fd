package org.homekeep.core.backup.snapshot;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What no pattern of a user leaves out of the data, because a restore without it is none.
 *
 * <p>{@code .storage} has the accounts, entries and keys without which nobody can log in or open a
 * backup; {@code configuration.yaml} and {@code secrets.yaml} are what Home Assistant starts with;
 * from {@code .HA_VERSION} it knows what to migrate. Whether the history goes in is a setting of
 * its own, which the backup tells and a restore goes by.
 */
public final class Essentials {
  private static final String STORAGE = ".storage";
  private static final Set<String> FILES =
      Set.of(
          ".HA_VERSION",
          "configuration.yaml",
          "secrets.yaml",
          "home-assistant_v2.db",
          "home-assistant_v2.db-wal");

  private Essentials() {}

  /** Their names directly below the data, sorted. */
  public static List<String> names() {
    return Stream.concat(FILES.stream(), Stream.of(STORAGE)).sorted().toList();
  }

  static boolean contains(List<String> path) {
    return path.get(0).equals(STORAGE) || (path.size() == 1 && FILES.contains(path.get(0)));
  }
}
