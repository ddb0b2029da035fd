package org.homekeep.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Where to listen (default: 127.0.0.1, this machine alone).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      converter = PortConverter.class,
      description = "The port to listen on (default: any that is free).")
  private int port;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where to keep what is stored (default: a throw-away directory).")
  private Optional<Path> directory = Optional.empty();

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

  @Option(
      names = "--line",
      paramLabel = "BYTES",
      defaultValue = "0",
      description =
          "How many bytes a second all uploads share, and all downloads, as on a slow line"
              + " (default: no limit). 1250000 is 10 Mbit/s.")
  private long line;

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      description =
          "JSON with the buckets, keys and files to begin with; docs/emulator.md tells it.")
  private Optional<Path> seed = Optional.empty();

  EmulateB2Command(Foreground foreground) {
    this.foreground = foreground;
  }

  @Override
  public Integer call() throws Exception {
    if (minimumPartSize < 1) {
      throw new ParameterException(
          spec.commandLine(), "--min-part-size must be at least 1, not " + minimumPartSize + ".");
    }
    if (line < 0) {
      throw new ParameterException(
          spec.commandLine(), "--line must be at least 1, or 0 for no limit, not " + line + ".");
    }
    if (directory.isPresent()) {
      emulate(directory.get());
    } else {
      try (TemporaryDirectory temporary = TemporaryDirectory.create("homekeep-b2-")) {
        emulate(temporary.path());
      }
    }
    return ExitCode.OK;
  }

  private void emulate(Path path) throws Exception {
    B2EmulatorOptions defaults = B2EmulatorOptions.in(path);
    B2EmulatorOptions options =
        defaults
            .listen(host, port)
            .partSizes(minimumPartSize, Math.max(minimumPartSize, defaults.parts().recommended()))
            .firstBucket(bucket)
            .line(line);
    B2Service service =
        new B2Service(podPort.map(options::secondPod).orElse(options), seed.map(this::beginning));
    foreground.run(service, () -> announce(service.emulator()));
  }

  private JsonObject beginning(Path file) {
    try {
      return new JsonObject(Files.readString(file));
    } catch (IOException unreadable) {
      throw new ParameterException(
          spec.commandLine(), "--seed: %s cannot be read: %s".formatted(file, unreadable));
    } catch (DecodeException notJson) {
      throw new ParameterException(
          spec.commandLine(), "--seed: %s is not a JSON object.".formatted(file));
    }
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
