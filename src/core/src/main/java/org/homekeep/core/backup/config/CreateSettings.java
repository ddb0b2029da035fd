package org.homekeep.core.backup.config;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;

/**
 * What automatic backups hold and where they go.
 *
 * @param password the encryption key; never the empty text
 * @param excludes patterns of what stays out
 */
public record CreateSettings(
    List<String> agentIds,
    Optional<List<String>> includeAddons,
    boolean includeAllAddons,
    boolean includeDatabase,
    Optional<List<Folder>> includeFolders,
    Optional<String> name,
    Optional<Secret> password,
    List<String> excludes) {
  /** A backup goes to no more locations; no home has so many. */
  public static final int MOST_LOCATIONS = 100;

  /** What is in force before anything was set. */
  public static final CreateSettings DEFAULT =
      new CreateSettings(
          List.of(),
          Optional.empty(),
          false,
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public CreateSettings {
    agentIds = List.copyOf(agentIds);
    excludes = List.copyOf(excludes);
    includeAddons = includeAddons.map(List::copyOf);
    includeFolders = includeFolders.map(List::copyOf);
  }
}
