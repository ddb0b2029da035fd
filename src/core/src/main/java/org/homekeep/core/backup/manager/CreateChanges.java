package org.homekeep.core.backup.manager;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.Folder;

/**
 * What one backup has in another way than it is planned.
 *
 * @param excludes patterns of what stays out, in place of those of the settings
 */
public record CreateChanges(
    Optional<String> name,
    Optional<List<String>> agentIds,
    Optional<Boolean> includeDatabase,
    Optional<List<Folder>> includeFolders,
    Optional<List<String>> excludes) {
  /** All is as planned. */
  public static final CreateChanges NONE =
      new CreateChanges(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
