package org.homekeep.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.homekeep.app.archive.Terminal;

/** What became of a command that was typed. */
record Typed(int exitCode, String out, String err) {

  /** Types a command that ends by itself. */
  static Typed homekeep(String... arguments) {
    return homekeep(new StopRequest(), new StringWriter(), arguments);
  }

  /** Types a command about archives, with somebody in front of it. */
  static Typed homekeep(Terminal terminal, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter outWriter = new PrintWriter(out);
    PrintWriter errWriter = new PrintWriter(err);
    int exitCode =
        CommandLines.of(new StopRequest(), Map.of(), terminal, arguments)
            .setOut(outWriter)
            .setErr(errWriter)
            .execute(arguments);
    outWriter.flush();
    errWriter.flush();
    return new Typed(exitCode, out.toString(), err.toString());
  }

  /** Types a command that a stop request ends, and whose output can be watched. */
  static Typed homekeep(StopRequest stop, StringWriter out, String... arguments) {
    StringWriter err = new StringWriter();
    // A command flushes when it has said all that belongs together.
    PrintWriter outWriter = new PrintWriter(out);
    PrintWriter errWriter = new PrintWriter(err);
    int exitCode =
        CommandLines.of(stop, Map.of(), Terminal.none(Map.of(), stop::isMade), arguments)
            .setOut(outWriter)
            .setErr(errWriter)
            .execute(arguments);
    outWriter.flush();
    errWriter.flush();
    return new Typed(exitCode, out.toString(), err.toString());
  }
}
