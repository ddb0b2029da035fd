package org.homekeep.app.archive;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command speaks: answers on standard output, everything else on standard error. */
final class Voice {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-q", "--quiet"},
      description = "Say only what was asked for and what is wrong.")
  private boolean quiet;

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  boolean isQuiet() {
    return quiet;
  }

  /** Says something that is good to know, unless it was asked to be quiet. */
  void remark(String sentence) {
    if (!quiet) {
      complain(sentence);
    }
  }

  /** Says something that must be known. */
  void complain(String sentence) {
    err().println(sentence);
    err().flush();
  }

  /** Tells of what killed runs left beside a file that is to be written now. */
  void tellOfLeftovers(NewFile file) {
    for (Path removed : file.work().removed()) {
      remark(
          "%s was left by a run that was killed, and is removed."
              .formatted(Printable.of(removed.toString())));
    }
    for (Path unclear : file.work().unclear()) {
      complain(
          "%s is of another run, and may hold copies of databases that are not encrypted. If none is running any more, delete it."
              .formatted(Printable.of(unclear.toString())));
    }
  }

  /** Ends the command quietly when nobody reads its output any more. */
  void requireReader() throws Trouble {
    if (out().checkError()) {
      throw new Trouble(Exit.NOBODY_READS, "");
    }
  }

  /** The progress of something, shown when somebody watches. */
  Progress progress(Terminal terminal, String title, long total) {
    return new Progress(err(), terminal.showsProgress() && !quiet, title, total);
  }

  ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
