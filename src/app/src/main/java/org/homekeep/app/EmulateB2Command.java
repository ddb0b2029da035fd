package org.homekeep.app;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in for Backblaze B2. */
@Command(
    name = "b2",
    description = {
      "Stand in for Backblaze B2 until Ctrl-C or SIGTERM.",
      "Prints one line with 'ready at', then one line of JSON with url, key_id, application_key"
          + " and bucket."
    },
    sortOptions = false,
    footer = {
      "",
      "Example: homekeep emulate b2 --port 9000 --dir /tmp/b2",
      "         HOMEKEEP_B2_URL=http://127.0.0.1:9000 homekeep run"
    })
final class EmulateB2Command implements Callable<Integer> {
  private final Foreground foreground;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EmulatorArguments arguments = new EmulatorArguments();

  @Option(
      names = "--min-part-size",
      paramLabel = "BYTES",
      defaultValue = "5000000",
      description = "The least size of a part that is not the last (default: 5000000, as B2 has).")
  private long minimumPartSize;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      defaultValue = "homekeep-demo",
      description = "The bucket that a new directory starts with (default: homekeep-demo).")
  private String bucket = "";

  @Option(
      names = "--pod-port",
      paramLabel = "N",
      converter = PortConverter.class,
      description =
          "A second port, 0 for any that is free, for every other upload address (default: all"
              + " have one port).")
  private Optional<Integer> podPort = Optional.empty();

  EmulateB2Command(Foreground foreground) {
    this.foreground = foreground;
  }

  @Override
  public Integer call() throws Exception {
    if (minimumPartSize < 1) {
      throw new ParameterException(
          spec.commandLine(), "--min-part-size must be at least 1, not " + minimumPartSize + ".");
    }
    arguments.inDirectory("homekeep-b2-", this::emulate);
    return ExitCode.OK;
  }

  private void emulate(Path path) throws Exception {
    B2EmulatorOptions defaults = B2EmulatorOptions.in(path);
    B2EmulatorOptions options =
        defaults
            .listen(arguments.host(), arguments.port())
            .partSizes(minimumPartSize, Math.max(minimumPartSize, defaults.parts().recommended()))
            .firstBucket(bucket)
            .line(arguments.line());
    EmulatorService<B2Emulator> service =
        EmulatorService.of(podPort.map(options::secondPod).orElse(options), arguments.seed());
    foreground.run(service, () -> announce(service.emulator()));
  }

  private void announce(B2Emulator emulator) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("The Backblaze B2 emulator is ready at %s%n", emulator.url());
    out.println(
        new JsonObject()
            .put("url", emulator.url())
            .put("key_id", emulator.keyId())
            .put("application_key", emulator.applicationKey())
            .put("bucket", bucket)
            .encode());
    out.flush();
  }
}
