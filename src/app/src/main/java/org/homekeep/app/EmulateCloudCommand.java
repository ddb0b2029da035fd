package org.homekeep.app;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in for Home Assistant Cloud. */
@Command(
    name = "cloud",
    description = {
      "Stand in for Home Assistant Cloud until Ctrl-C or SIGTERM.",
      "Prints one line with 'ready at', then one line of JSON with url, email and password; the"
          + " password of a directory is told once, when it is new."
    },
    sortOptions = false,
    footer = {
      "",
      "Example: homekeep emulate cloud --port 9100 --dir /tmp/cloud",
      "         HOMEKEEP_CLOUD_URL=http://127.0.0.1:9100 homekeep run"
    })
final class EmulateCloudCommand implements Callable<Integer> {
  private final Foreground foreground;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EmulatorArguments arguments = new EmulatorArguments();

  @Option(
      names = "--limit",
      paramLabel = "BYTES",
      defaultValue = "5000000000",
      description =
          "How many bytes a backup must be smaller than (default: 5000000000, as the service has).")
  private long limit;

  @Option(
      names = "--object-port",
      paramLabel = "N",
      converter = PortConverter.class,
      description =
          "A second port, 0 for any that is free, for the addresses that backups are sent to"
              + " (default: all have one port).")
  private Optional<Integer> objectPort = Optional.empty();

  EmulateCloudCommand(Foreground foreground) {
    this.foreground = foreground;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be at least 1, not " + limit + ".");
    }
    arguments.inDirectory("homekeep-cloud-", this::emulate);
    return ExitCode.OK;
  }

  private void emulate(Path path) throws Exception {
    CloudEmulatorOptions options =
        CloudEmulatorOptions.in(path)
            .listen(arguments.host(), arguments.port())
            .limit(limit)
            .line(arguments.line());
    EmulatorService<CloudEmulator> service =
        EmulatorService.of(objectPort.map(options::objectPort).orElse(options), arguments.seed());
    foreground.run(service, () -> announce(service.emulator()));
  }

  private void announce(CloudEmulator emulator) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("The Home Assistant Cloud emulator is ready at %s%n", emulator.url());
    out.println(
        new JsonObject()
            .put("url", emulator.url())
            .put("email", emulator.email())
            .put("password", emulator.password().orElse(null))
            .encode());
    out.flush();
  }
}
