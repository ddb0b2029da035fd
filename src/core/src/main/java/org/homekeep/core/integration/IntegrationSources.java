package org.homekeep.core.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.homekeep.api.Integration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a hub's integrations come from, beside the class path.
 *
 * @param given made by whoever starts the hub; they come first and count as built in
 * @param safeMode whether to leave out those below {@code custom_integrations}
 * @param patience how long the code of a custom one may take to be made
 */
public record IntegrationSources(List<Integration> given, boolean safeMode, Duration patience) {
  private static final Logger LOG = LoggerFactory.getLogger(IntegrationSources.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public IntegrationSources {
    given = List.copyOf(given);
  }

  /** Those that everybody has, and the custom ones. */
  public static IntegrationSources standard() {
    return new IntegrationSources(List.of(), false, PATIENCE);
  }

  /** Without the custom ones. */
  public static IntegrationSources safe() {
    return new IntegrationSources(List.of(), true, PATIENCE);
  }

  /** These and more. */
  public IntegrationSources and(Integration... more) {
    return new IntegrationSources(
        Stream.concat(given.stream(), Stream.of(more)).toList(), safeMode, patience);
  }

  /** These, with another patience. */
  public IntegrationSources patient(Duration changed) {
    return new IntegrationSources(given, safeMode, changed);
  }

  /**
   * The settings that can be resolved: those of an integration that was left out are passed over,
   * so that it does not stop the start.
   *
   * @param known the domains that have settings
   * @param given {@code domain.name} → value
   */
  public Map<String, String> settingsOf(
      IntegrationCatalog catalog, Set<String> known, Map<String, String> given) {
    if (!safeMode && catalog.broken().isEmpty()) {
      return given;
    }
    Map<String, String> kept = new LinkedHashMap<>(given);
    kept.keySet().removeIf(key -> !known.contains(key.split("\\.", 2)[0]));
    given.keySet().stream()
        .filter(key -> !kept.containsKey(key))
        .forEach(
            key ->
                LOG.atWarn()
                    .addKeyValue("setting", key)
                    .log("A setting is passed over, because its integration is not used"));
    return kept;
  }

  /** The configuration directory to look for custom ones in, if that is to be done. */
  Optional<Path> customIn(Path config) {
    return safeMode ? Optional.empty() : Optional.of(config);
  }
}
