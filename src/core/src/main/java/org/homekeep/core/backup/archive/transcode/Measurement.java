package org.homekeep.core.backup.archive.transcode;

import java.util.Optional;
import java.util.function.Function;
import org.homekeep.core.backup.archive.ArchiveException;

/** The checksum that every reading of an encryption must have, known after the first. */
final class Measurement {
  private final Function<String, EncryptionJournal> journal;
  private Optional<String> sha256;

  Measurement(Function<String, EncryptionJournal> journal, Optional<String> sha256) {
    this.journal = journal;
    this.sha256 = sha256;
  }

  /** Synchronized, because several readings may run at once. */
  synchronized void check(String found) throws ArchiveException {
    if (sha256.isPresent() && !sha256.get().equals(found)) {
      throw new ArchiveException.SourceChanged(
          "The archive has changed since its upload began; the upload has to begin anew.");
    }
    sha256 = Optional.of(found);
  }

  synchronized Optional<EncryptionJournal> journal() {
    return sha256.map(journal);
  }
}
