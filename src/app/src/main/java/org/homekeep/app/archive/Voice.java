package org.homekeep.app.archive;

import java.io.IOException;
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

  /** Tells of what earlier runs left of a file that is to be written now. */
  void tellOfDrafts(NewFile file) throws IOException {
    for (Path draft : file.otherDrafts()) {
      complain(
          "%s is the unfinished file of another run. If none is running any more, delete it."
              .formatted(Printable.of(draft.toString())));
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
