package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.read.ArchiveSurvey;
import org.homekeep.core.backup.archive.read.KeyCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what an archive is. */
@Command(
    name = "info",
    description = "Show what an archive holds, how it is encrypted, and whether the key opens it.")
final class InfoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(paramLabel = "FILE", description = "The archive; - is standard input.")
  private String file = "";

  @Option(
      names = "--json",
      description = "Answer with one line of JSON; a failure is its field error.")
  private boolean json;

  InfoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, json, this::show);
  }

  private int show() throws IOException, Trouble {
    ArchiveFile archive = new ArchiveFile(file, terminal);
    Optional<Secret> key = archive.givenKey(keys);
    InfoReport report = survey(archive, key);
    ArchiveSurvey survey = report.survey();
    if (json) {
      voice.out().println(Json.line(report.json()));
    } else {
      report.print(voice.out());
    }
    voice.requireReader();
    survey
        .failure()
        .ifPresent(failure -> voice.complain("What follows cannot be read: " + sentence(failure)));
    if (survey.failure().isPresent() || !survey.missing().isEmpty()) {
      return Exit.PROBLEM;
    }
    return report.key() == KeyCheck.WRONG_KEY ? Exit.KEY : Exit.OK;
  }

  private static String sentence(ArchiveException failure) {
    return Task.sentence(failure);
  }

  private InfoReport survey(ArchiveFile archive, Optional<Secret> key) throws IOException, Trouble {
    try (Progress progress = voice.progress(terminal, "Reading", 0);
        InputStream in = archive.open(progress)) {
      ArchiveSurvey survey = ArchiveSurvey.of(in, key);
      // Only its end tells how long a stream is.
      long size =
          archive.isStream()
              ? survey.size() + in.transferTo(OutputStream.nullOutputStream())
              : archive.size();
      return new InfoReport(survey, size);
    }
  }
}
