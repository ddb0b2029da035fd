package org.homekeep.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.HubOptions;
import org.homekeep.core.backup.BackupTunables;
import org.homekeep.core.backup.folder.FolderSettings;
import org.homekeep.core.integration.IntegrationSources;
import org.homekeep.core.runtime.HubDirectories;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the hub until it is told to stop. */
@Command(
    name = "run",
    description = "Run the hub until Ctrl-C or SIGTERM.",
    sortOptions = false,
    footer = {
      "",
      "The environment variable HOMEKEEP_B2_URL points Backblaze B2 at another server.",
      "Example: homekeep run --config /srv/homekeep --data /srv/homeassistant"
    })
final class RunCommand implements Callable<Integer> {
  private final Foreground foreground;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "DIR",
      defaultValue = "./config",
      description = "Homekeep's own directory: state and local backups (default: ./config).")
  private Path config = Path.of("config");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory that backups are made of (default: the one of --config).")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "NAME=DIR",
      description =
          "A folder that is backed up beside the data: share, media, ssl or addons/local, such as"
              + " media=/srv/media. Can be repeated.")
  private Map<String, String> folders = new LinkedHashMap<>();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Where to listen (default: 127.0.0.1, this machine alone; 0.0.0.0: the whole network).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8123",
      converter = PortConverter.class,
      description = "The port to listen on (default: 8123; 0: any that is free).")
  private int port;

  @Mixin private FrontendOption frontend = new FrontendOption();

  @Option(
      names = "--safe-mode",
      description =
          "Leave out what lies in custom_integrations, to find out whether it is to blame.")
  private boolean safeMode;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting such as backup.securetar_version=3; the README lists them. Can be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  RunCommand(Foreground foreground, Map<String, String> environment) {
    this.foreground = foreground;
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    refuseNonsense();
    HubService hub =
        new HubService(
            new HubOptions(
                    new HubDirectories(config, data.orElse(config)),
                    host,
                    port,
                    withFolders(),
                    environment,
                    Clock.system(ZoneId.systemDefault()))
                .with(safeMode ? IntegrationSources.safe() : IntegrationSources.standard())
                .with(frontend.open(spec.commandLine())));
    foreground.run(hub, () -> announce(hub));
    return ExitCode.OK;
  }

  /** A folder is a setting like any other, with a shorter way to give it. */
  private Map<String, String> withFolders() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    folders.forEach(
        (name, directory) -> {
          Folder folder =
              Folder.ofWireName(name)
                  .orElseThrow(
                      () ->
                          new ParameterException(
                              spec.commandLine(),
                              "--folder: there is no folder '%s'. Folders are share, media, ssl and addons/local."
                                  .formatted(name)));
          String key = BackupTunables.DOMAIN + "." + FolderSettings.name(folder);
          if (!directory.equals(all.getOrDefault(key, directory))) {
            throw new ParameterException(
                spec.commandLine(),
                "--folder %s=%s and --set %s=%s say different things. Leave one out."
                    .formatted(name, directory, key, all.get(key)));
          }
          all.put(key, directory);
        });
    return Map.copyOf(all);
  }

  /** What an unset variable of a script leaves empty must not become the current directory. */
  private void refuseNonsense() {
    if (config.toString().isEmpty()) {
      throw mistake("--config: the name of the directory is empty.", config);
    }
    if (Files.exists(config) && !Files.isDirectory(config)) {
      throw mistake("--config: '%s' is not a directory.", config);
    }
    Path source = data.orElse(config);
    if (source.toString().isEmpty()) {
      throw mistake("--data: the name of the directory is empty.", source);
    }
    if (data.isPresent() && !Files.isDirectory(source)) {
      throw mistake("--data: there is no directory '%s'.", source);
    }
    if (source.toAbsolutePath().normalize().getNameCount() == 0) {
      throw mistake(
          "--data: '%s' is the whole machine, which a restore would replace. Give a directory.",
          source);
    }
    if (host.isBlank()) {
      throw mistake("--host: the address is empty.", source);
    }
  }

  private void announce(HubService hub) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Homekeep %s is ready at %s%n", Version.text(), hub.address());
    List<String> others = Neighbours.addresses(host, hub.address().getPort());
    others.forEach(address -> out.printf("From other machines: %s%n", address));
    hub.setUpPath().ifPresent(path -> announceSetUp(out, hub.address().toString(), others, path));
    out.flush();
  }

  /** For somebody who has never seen a server: what to do, and nothing that has to be known. */
  private static void announceSetUp(
      PrintWriter out, String here, List<String> others, String path) {
    out.printf("%nThere is no account yet. Make the first one in a browser at this address:%n%n");
    out.printf("  %s%s%n", here, path);
    others.forEach(address -> out.printf("  %s%s  (from another machine)%n", address, path));
    out.printf("%nNobody can make it without this address, so do not pass it on.%n%n");
  }

  private ParameterException mistake(String sentence, Path path) {
    return new ParameterException(spec.commandLine(), sentence.formatted(path));
  }
}
