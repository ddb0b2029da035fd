package org.homekeep.core;

import java.time.Clock;
import java.util.Map;
import org.homekeep.core.integration.IntegrationSources;
import org.homekeep.core.runtime.HubDirectories;

/**
 * What a hub is started with.
 *
 * @param port 0 for any that is free; a restart from within keeps the one that was found
 * @param settings {@code domain.name} → value, as given with {@code --set}
 * @param environment the process's variables, or what stands for them
 * @param integrations where they come from
 */
public record HubOptions(
    HubDirectories directories,
    String host,
    int port,
    Map<String, String> settings,
    Map<String, String> environment,
    Clock clock,
    IntegrationSources integrations) {

  /** With the integrations that everybody has. */
  public HubOptions(
      HubDirectories directories,
      String host,
      int port,
      Map<String, String> settings,
      Map<String, String> environment,
      Clock clock) {
    this(directories, host, port, settings, environment, clock, IntegrationSources.standard());
  }

  /** These options with other integrations. */
  public HubOptions with(IntegrationSources others) {
    return new HubOptions(directories, host, port, settings, environment, clock, others);
  }

  HubOptions withPort(int found) {
    return new HubOptions(directories, host, found, settings, environment, clock, integrations);
  }
}
