package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.extract.ExtractedPart;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.PartWalk;

/** One run of taking files out, and the account of it. */
final class Extraction {
  private final Voice voice;
  private final Terminal terminal;
  private final Path target;
  private final Patterns patterns;
  private int exitCode = Exit.OK;
  private long begun;
  private long bytes;
  private boolean ended;

  Extraction(Voice voice, Terminal terminal, Path target, Patterns patterns) {
    this.voice = voice;
    this.terminal = terminal;
    this.target = target;
    this.patterns = patterns;
  }

  void run(InputStream in, Optional<Secret> key) throws IOException {
    PartWalk walk = new PartWalk(in, key);
    for (Optional<ProbedPart> next = next(walk); next.isPresent(); next = next(walk)) {
      if (patterns.mayWant(MemberName.part(next.get()))) {
        extract(next.get(), key);
      }
    }
    ended = true;
  }

  /** The next part that can be taken out without harm; the others are named. */
  private Optional<ProbedPart> next(PartWalk walk) throws IOException {
    while (true) {
      try {
        return walk.next();
      } catch (ArchiveException.UnsafeMember unsafe) {
        exitCode = Exit.PROBLEM;
        voice.complain(Task.sentence(unsafe));
      }
    }
  }

  private void extract(ProbedPart probed, Optional<Secret> key) throws IOException {
    String part = MemberName.part(probed);
    Path directory = Files.createDirectories(target).resolve(probed.name().text());
    boolean isNew = !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    long before = bytes;
    ExtractOptions options =
        new ExtractOptions("", path -> want(part, path), ArchiveLimits.standard(), true);
    try {
      ExtractedPart extracted =
          new ArchiveExtractor(key, options).extractInto(probed, directory, follow(before));
      extracted.warnings().stream().map(Printable::of).forEach(voice::complain);
    } catch (ArchiveException.Damaged
        | ArchiveException.Truncated
        | ArchiveException.Tampered
        | ArchiveException.UnsafeMember
        | ArchiveException.LimitExceeded broken) {
      exitCode = Exit.PROBLEM;
      voice.complain(
          "Part %s could not be taken out completely: %s"
              .formatted(Printable.of(part), Task.sentence(broken)));
    } finally {
      if (isNew) {
        removeWhenEmpty(directory);
      }
    }
  }

  private boolean want(String part, String path) {
    boolean wanted = patterns.want(part + "/" + path);
    begun += wanted ? 1 : 0;
    return wanted;
  }

  private ArchiveObserver follow(long before) {
    return new ArchiveObserver() {
      @Override
      public void progressed(long written) {
        bytes = before + written;
      }

      @Override
      public boolean isCancelled() {
        return terminal.stopped().getAsBoolean();
      }
    };
  }

  private static void removeWhenEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException filled) {
      // It is what was asked for.
    }
  }

  int exitCode() {
    return exitCode;
  }

  /** Says what lies in the directory now, above all when it is not all. */
  void tellWhatIsThere() {
    String written =
        "%s files, directories and links with %s are in %s."
            .formatted(Sizes.exact(begun), Sizes.of(bytes), target);
    if (ended && exitCode == Exit.OK) {
      voice.remark(written);
    } else if (begun > 0) {
      voice.complain(
          "This was not completed: up to %s Of the file that was being written nothing is left. What is there could not be checked to the end of its part, so compare it with what you know."
              .formatted(written));
    }
  }
}
