package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
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
    int code = Exit.OK;
    for (Optional<ProbedPart> next = walk.next(); next.isPresent(); next = walk.next()) {
      String part = MemberName.part(next.get());
      if (patterns.mayWant(part)) {
        try (PartTar tar = walk.open(next.get())) {
          members.read(part, tar);
          tar.finish();
        } catch (ArchiveException.Damaged
            | ArchiveException.Truncated
            | ArchiveException.Tampered
            | ArchiveException.LimitExceeded broken) {
          voice.out().flush();
          voice.complain(
              "Part %s cannot be read further: %s".formatted(part, Task.sentence(broken)));
          code = Exit.PROBLEM;
        }
      }
    }
    return code;
  }
}
