package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.part.CountingInput;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/** The reading of one part to its end, or to where it cannot be read further. */
final class PartVerification {
  private final String name;
  private final PartTar tar;
  private final CountingInput archive;
  private final MemberCheck check;
  private final Findings findings;
  private Optional<RawText> current = Optional.empty();
  private boolean complete = true;

  PartVerification(
      String name, PartTar tar, CountingInput archive, MemberCheck check, Findings findings) {
    this.name = name;
    this.tar = tar;
    this.archive = archive;
    this.check = check;
    this.findings = findings;
  }

  VerifiedPart verify(ProbedPart part) throws IOException {
    try {
      readMembers();
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (IOException failure) {
      found(failure);
      if (!tar.sourceFailed()) {
        // Only the tar is broken; below it there may be more to find.
        readRest();
      }
    } finally {
      check.partEnded(this::remark);
    }
    return new VerifiedPart(name, part.format(), tar.members(), tar.fileBytes(), complete);
  }

  private void readMembers() throws IOException {
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      TarEntry member = next.get();
      current = Optional.of(member.name());
      check.member(member, this::remark);
      if (member.type() == TarType.FILE) {
        check.file(member, tar.body(), this::remark);
      }
      tar.skipBody();
    }
    current = Optional.empty();
    tar.finish();
  }

  private void readRest() throws IOException {
    current = Optional.empty();
    try {
      tar.finish();
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (IOException failure) {
      found(failure);
    }
  }

  private void found(IOException failure) throws IOException {
    complete = false;
    findings.add(
        new Finding(
            Finding.kindOf(failure),
            Optional.of(name),
            current,
            OptionalLong.of(archive.count()),
            OptionalLong.of(tar.position()),
            String.valueOf(failure.getMessage())),
        failure);
  }

  private void remark(Finding.Kind kind, RawText member, String message) throws IOException {
    findings.add(
        new Finding(
            kind,
            Optional.of(name),
            Optional.of(member),
            OptionalLong.empty(),
            OptionalLong.empty(),
            message),
        new ArchiveException.Damaged(message));
  }
}
