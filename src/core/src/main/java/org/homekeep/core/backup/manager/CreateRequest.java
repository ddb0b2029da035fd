package org.homekeep.core.backup.manager;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.config.CreateSettings;

/**
 * What a new backup is to hold and where it is to go.
 *
 * @param includeFolders all that have a directory when nothing is said
 * @param excludes patterns of what stays out
 * @param extraMetadata of the caller; the hub's own keys win
 * @param password the encryption key
 * @param withAutomaticSettings whether retention and issues apply to it
 */
public record CreateRequest(
    List<String> agentIds,
    Optional<List<String>> includeAddons,
    boolean includeAllAddons,
    boolean includeDatabase,
    Optional<List<Folder>> includeFolders,
    boolean includeHomeAssistant,
    Optional<String> name,
    Optional<Secret> password,
    List<String> excludes,
    Map<String, Object> extraMetadata,
    boolean withAutomaticSettings) {
  public CreateRequest {
    agentIds = List.copyOf(agentIds);
    excludes = List.copyOf(excludes);
    extraMetadata = Map.copyOf(extraMetadata);
  }

  /** By the settings of automatic backups. */
  static CreateRequest automatic(CreateSettings settings) {
    return new CreateRequest(
        settings.agentIds(),
        settings.includeAddons(),
        settings.includeAllAddons(),
        settings.includeDatabase(),
        // Home Assistant's page sends an empty list without having asked for folders.
        settings.includeFolders().filter(folders -> !folders.isEmpty()),
        true,
        settings.name(),
        settings.password(),
        settings.excludes(),
        Map.of(),
        true);
  }

  /** The same but for some changes. */
  public CreateRequest with(CreateChanges changes) {
    return new CreateRequest(
        changes.agentIds().orElse(agentIds),
        includeAddons,
        includeAllAddons,
        changes.includeDatabase().orElse(includeDatabase),
        changes.includeFolders().or(() -> includeFolders),
        includeHomeAssistant,
        changes.name().or(() -> name),
        password,
        changes.excludes().orElse(excludes),
        extraMetadata,
        withAutomaticSettings);
  }

  boolean hasAddons() {
    return includeAllAddons || includeAddons.filter(list -> !list.isEmpty()).isPresent();
  }
}
