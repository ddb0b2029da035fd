package org.homekeep.app;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in a thread of its own, until it is closed. */
final class RunningCommand implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final StopRequest stop = new StopRequest();
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final CompletableFuture<Typed> ended = new CompletableFuture<>();

  private RunningCommand() {}

  /** Starts a command and returns when it prints that it is ready, or has ended. */
  static RunningCommand start(String... arguments) {
    RunningCommand command = new RunningCommand();
    Thread thread = new Thread(() -> command.run(arguments), "homekeep-" + arguments[0]);
    thread.setDaemon(true);
    thread.start();
    CompletableFuture.anyOf(command.ready, command.ended)
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
    return command;
  }

  private void run(String... arguments) {
    StringWriter out =
        new StringWriter() {
          @Override
          public void flush() {
            if (toString().contains("ready at")) {
              ready.complete(toString());
            }
          }
        };
    try {
      ended.complete(Typed.homekeep(stop, out, arguments));
    } catch (RuntimeException | Error failure) {
      ended.completeExceptionally(failure);
    }
  }

  /** What was printed up to the moment that the command was ready. */
  String output() {
    return ready.getNow("");
  }

  /** The first group of a pattern in the output. */
  String output(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(output());
    if (!matcher.find()) {
      throw new AssertionError(
          String.format(
              Locale.ROOT, "No '%s' in the output:%n%s%s", pattern, output(), endedEarly()));
    }
    return matcher.group(1);
  }

  private String endedEarly() {
    return ended.isDone() ? "It has ended: " + ended.join() : "";
  }

  /** Asks for the end and waits for it. */
  Typed stop() {
    stop.make();
    return ended.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    var unused = stop();
  }
}
