package org.homekeep.app.archive;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.homekeep.api.Secret;

/**
 * What surrounds a command: the person, the environment and the wish to stop.
 *
 * @param environment may hold the key
 * @param stopped whether Ctrl-C was pressed
 * @param input standard input
 * @param output standard output as bytes, unbuffered; text goes through the command line's writer
 * @param showsProgress whether somebody watches standard error
 * @param prompt asks a question and gives what was typed, unseen; absent when nobody is there
 */
public record Terminal(
    Map<String, String> environment,
    BooleanSupplier stopped,
    InputStream input,
    OutputStream output,
    boolean showsProgress,
    Optional<Function<String, Optional<Secret>>> prompt) {
  /** The launcher knows whether standard error is a terminal, which Java cannot tell. */
  private static final String SEEN_BY_LAUNCHER = "homekeep.terminal";

  /** Nobody is there: for scripts and tests. */
  public static Terminal none(Map<String, String> environment, BooleanSupplier stopped) {
    return new Terminal(
        environment,
        stopped,
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        false,
        Optional.empty());
  }

  /**
   * That of the process.
   *
   * @param whenStopped takes what is to be done when the wish to stop is made
   */
  public static Terminal ofProcess(
      Map<String, String> environment, BooleanSupplier stopped, Consumer<Runnable> whenStopped) {
    InputStream input = new StandardInput();
    // A read that waits for more ends when its source is closed, and never otherwise.
    whenStopped.accept(() -> close(input));
    return new Terminal(
        environment,
        stopped,
        input,
        new FileOutputStream(FileDescriptor.out),
        System.getProperty(SEEN_BY_LAUNCHER) != null,
        Optional.ofNullable(System.console()).map(console -> new Question(console, stopped)));
  }

  private static void close(InputStream input) {
    try {
      input.close();
    } catch (IOException harmless) {
      // The process ends, and its input with it.
    }
  }

  /** Asks without echo, and gives up when the user wants to stop. */
  private record Question(Console console, BooleanSupplier stopped)
      implements Function<String, Optional<Secret>> {
    private static final int LOOK_AGAIN_MILLIS = 100;

    @Override
    public Optional<Secret> apply(String question) {
      TypedSecret typed = new TypedSecret(console, question);
      typed.start();
      try {
        while (typed.isAlive() && !stopped.getAsBoolean()) {
          typed.join(LOOK_AGAIN_MILLIS);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      return typed.secret();
    }
  }

  /** Waits for the person, in a thread that ends with the process. */
  private static final class TypedSecret extends Thread {
    private final Console console;
    private final String question;
    private volatile Optional<Secret> secret = Optional.empty();

    TypedSecret(Console console, String question) {
      super("homekeep-question");
      this.console = console;
      this.question = question;
      setDaemon(true);
    }

    @Override
    public void run() {
      char[] typed = console.readPassword("%s", question);
      if (typed != null) {
        secret = Optional.of(Secret.of(new String(typed)));
      }
    }

    Optional<Secret> secret() {
      return secret;
    }
  }
}
