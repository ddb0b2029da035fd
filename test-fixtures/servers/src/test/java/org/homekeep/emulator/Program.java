package org.homekeep.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of somebody else that talks to an emulator.
 *
 * @param command what it is called by
 * @param environment what it is told beside its arguments
 * @param directory where it runs, and where what it prints is kept
 */
public record Program(List<String> command, Map<String, String> environment, Path directory) {
  private static final long MINUTES = 5;

  /** Whether there is one that ends well when it is called like that. */
  public static boolean isThere(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * How it ended.
   *
   * @param output what it printed for other programs
   * @param messages what it printed for people
   */
  public record Ended(int code, String output, String messages) {}

  /** Runs it to its end. */
  public Ended run(String... arguments) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(directory, "output", "");
      Path messages = Files.createTempFile(directory, "messages", "");
      ProcessBuilder builder =
          new ProcessBuilder(whole)
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(messages.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(whole + " does not end: " + Files.readString(messages));
      }
      return new Ended(
          process.exitValue(),
          Files.readString(output, StandardCharsets.UTF_8),
          Files.readString(messages, StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Runs it; what it printed for other programs, when it ended well. */
  public String must(String... arguments) {
    Ended ended = run(arguments);
    if (ended.code() != 0) {
      throw new AssertionError(
          "%s ended with %d: %s".formatted(List.of(arguments), ended.code(), ended.messages()));
    }
    return ended.output();
  }
}
