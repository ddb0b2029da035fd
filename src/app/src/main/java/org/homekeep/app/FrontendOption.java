package org.homekeep.app;

import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.core.frontend.directory.UnusableFrontendException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option for those who want to see Home Assistant's frontend in place of the hub's page. */
final class FrontendOption {
  @Option(
      names = "--frontend",
      paramLabel = "DIR",
      description =
          "Show Home Assistant's own frontend: the directory hass_frontend of the Python package"
              + " home-assistant-frontend.")
  private Optional<Path> directory = Optional.empty();

  /** Looks at the directory, if there is one. */
  Optional<FrontendDirectory> open(CommandLine command) {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    if (directory.get().toString().isEmpty()) {
      throw new ParameterException(command, "--frontend: the name of the directory is empty.");
    }
    try {
      return Optional.of(FrontendDirectory.open(directory.get()));
    } catch (UnusableFrontendException unusable) {
      throw new ParameterException(command, "--frontend: " + unusable.getMessage(), unusable);
    }
  }
}
