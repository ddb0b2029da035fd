package org.homekeep.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that stands in for a service. */
final class EmulatorArguments {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

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
          "JSON with what is there from the start; docs/emulator.md and docs/cloud-emulator.md tell"
              + " it.")
  private Optional<Path> seed = Optional.empty();

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** The bytes a second of the line, 0 for no limit. */
  long line() {
    if (line < 0) {
      throw new ParameterException(
          spec.commandLine(), "--line must be at least 1, or 0 for no limit, not " + line + ".");
    }
    return line;
  }

  /** What is there from the start. */
  Optional<JsonObject> seed() {
    return seed.map(this::beginning);
  }

  /** Runs an emulator on the directory, or on one that is gone afterwards. */
  void inDirectory(String prefix, Emulation emulation) throws Exception {
    if (directory.isPresent()) {
      emulation.on(directory.get());
    } else {
      try (TemporaryDirectory temporary = TemporaryDirectory.create(prefix)) {
        emulation.on(temporary.path());
      }
    }
  }

  /** An emulator that runs until it is stopped. */
  interface Emulation {
    void on(Path directory) throws Exception;
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
}
