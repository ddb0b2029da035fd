package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.PartWalk;

/** Goes through the parts that patterns want; a broken part does not keep it from the next. */
final class PartLoop {
  private final Voice voice;
  private final Patterns patterns;

  PartLoop(Voice voice, Patterns patterns) {
    this.voice = voice;
    this.patterns = patterns;
  }

  /** What is done with the members of a part. */
  @FunctionalInterface
  interface Members {
    void read(String part, PartTar tar) throws IOException, Trouble;
  }

  /** Reads all parts; gives the exit code. */
  int run(InputStream in, Optional<Secret> key, Members members) throws IOException, Trouble {
    PartWalk walk = new PartWalk(in, key);
    List<ArchiveException> unknown = new ArrayList<>();
    int code = Exit.OK;
    boolean any = false;
    for (Optional<ProbedPart> next = next(walk, unknown);
        next.isPresent();
        next = next(walk, unknown)) {
      any = true;
      code = Math.max(code, read(next.get(), walk, members));
    }
    if (!any && !unknown.isEmpty()) {
      throw unknown.get(0);
    }
    unknown.forEach(part -> voice.complain(Task.sentence(part)));
    return unknown.isEmpty() ? code : Exit.PROBLEM;
  }

  /** The next part that is of a known kind. */
  private static Optional<ProbedPart> next(PartWalk walk, List<ArchiveException> unknown)
      throws IOException {
    while (true) {
      try {
        return walk.next();
      } catch (ArchiveException failure) {
        if (failure instanceof ArchiveException.Cancelled || !walk.canGoOn()) {
          throw failure;
        }
        unknown.add(failure);
      }
    }
  }

  private int read(ProbedPart next, PartWalk walk, Members members) throws IOException, Trouble {
    String part = MemberName.part(next);
    if (!patterns.mayWant(part)) {
      return Exit.OK;
    }
    try (PartTar tar = walk.open(next)) {
      members.read(part, tar);
      tar.finish();
      return Exit.OK;
    } catch (ArchiveException.Damaged
        | ArchiveException.Truncated
        | ArchiveException.Tampered
        | ArchiveException.LimitExceeded broken) {
      voice.out().flush();
      voice.complain(
          "Part %s cannot be read further: %s"
              .formatted(Printable.of(part), Task.sentence(broken)));
      return Exit.PROBLEM;
    }
  }
}
