package org.homekeep.app;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.homekeep.app.archive.Terminal;

/** The entry point of the process; the only place that ends it. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and exits with its code. */
  public static void main(String[] arguments) {
    int code;
    try (ShutdownHook hook = ShutdownHook.install()) {
      StopRequest stop = hook.request();
      Terminal terminal = Terminal.ofProcess(System.getenv(), stop::isMade, stop::whenMade);
      code =
          CommandLines.of(stop, System.getenv(), terminal, arguments)
              .setOut(standardOutput())
              .execute(arguments);
    }
    System.exit(code);
  }

  /** Notices when nobody reads any more, which {@code System.out} keeps to itself. */
  private static PrintWriter standardOutput() {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), Charset.defaultCharset())),
        true);
  }
}
