package org.homekeep.core;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.core.integration.IntegrationSources;
import org.homekeep.core.runtime.HubDirectories;

/**
 * What a hub is started with.
 *
 * @param port 0 for any that is free; a restart from within keeps the one that was found
 * @param settings {@code domain.name} → value, as given with {@code --set}
 * @param environment the process's variables, or what stands for them
 * @param integrations where they come from
 * @param frontend Home Assistant's, in place of the hub's own page
 */
public record HubOptions(
    HubDirectories directories,
    String host,
    int port,
    Map<String, String> settings,
    Map<String, String> environment,
    Clock clock,
    IntegrationSources integrations,
    Optional<FrontendDirectory> frontend) {

  /** With the integrations that everybody has. */
  public HubOptions(
      HubDirectories directories,
      String host,
      int port,
      Map<String, String> settings,
      Map<String, String> environment,
      Clock clock) {
    this(
        directories,
        host,
        port,
        settings,
        environment,
        clock,
        IntegrationSources.standard(),
        Optional.empty());
  }

  /** These options with other integrations. */
  public HubOptions with(IntegrationSources others) {
    return new HubOptions(directories, host, port, settings, environment, clock, others, frontend);
  }

  /** These options with Home Assistant's frontend, or the hub's own page. */
  public HubOptions with(Optional<FrontendDirectory> shown) {
    return new HubOptions(
        directories, host, port, settings, environment, clock, integrations, shown);
  }

  /** These options with a port that is known to be free. */
  public HubOptions withPort(int found) {
    return new HubOptions(
        directories, host, found, settings, environment, clock, integrations, frontend);
  }
}
