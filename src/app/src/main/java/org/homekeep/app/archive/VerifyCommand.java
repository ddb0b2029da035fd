package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.extract.MemberSafety;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.VerificationReport;
import org.homekeep.core.backup.snapshot.DatabaseCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads an archive to its last byte and lists all that is wrong. */
@Command(
    name = "verify",
    description = {
      "Read an archive to its last byte: decrypt, inflate, check every checksum, and let SQLite check the databases in it.",
      "Lists all that is wrong and goes on behind it where that is possible."
    },
    footer = {
      "",
      "For the databases, copies are made in the temporary directory (TMPDIR), one after the other."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Parameters(paramLabel = "FILE", description = "The archive; - is standard input.")
  private String file = "";

  @Option(
      names = "--json",
      description = "Answer with one line of JSON; a failure is its field error.")
  private boolean json;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, json, this::verify);
  }

  private int verify() throws IOException, Trouble {
    ArchiveFile archive = new ArchiveFile(file, terminal);
    Optional<Secret> key = archive.key(keys);
    try (WorkDirectory work = WorkDirectory.create(terminal)) {
      DatabaseCheck databases = new DatabaseCheck(work.path(), terminal.stopped());
      VerificationReport found = verify(archive, key, databases);
      VerifyReport report = new VerifyReport(archive.label(), found, databases.checked());
      if (json) {
        voice.out().println(Json.line(report.json()));
      } else {
        report.requireOpened();
        report.print(voice.out(), voice.isQuiet());
      }
      voice.requireReader();
      return report.exitCode();
    }
  }

  private VerificationReport verify(
      ArchiveFile archive, Optional<Secret> key, DatabaseCheck databases)
      throws IOException, Trouble {
    try (Progress progress = voice.progress(terminal, "Verifying", archive.size());
        InputStream in = archive.open(progress)) {
      return new ArchiveVerifier(key, ArchiveLimits.standard())
          .report(in, databases.with(new MemberSafety()));
    }
  }
}
