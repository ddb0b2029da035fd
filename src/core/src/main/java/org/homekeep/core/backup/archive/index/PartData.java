package org.homekeep.core.backup.archive.index;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.gzip.GunzipCheckpoint;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.securetar.Seekable;

/** The inner tars of an archive, from any place on. */
final class PartData {
  private final IndexFile file;
  private final PartOpener opener;

  PartData(IndexFile file, Optional<Secret> key) {
    this.file = file;
    this.opener = new PartOpener(key);
  }

  /** The inner tar of a part from an offset on, begun at the nearest checkpoint before it. */
  InputStream from(LocatedPart part, PartDirectory directory, long offset) throws IOException {
    Seekable plain = opener.decrypted(part.probed(), part.range(), directory.marks());
    return directory.compressed() ? inflated(plain, part, directory, offset) : plain.from(offset);
  }

  private InputStream inflated(
      Seekable plain, LocatedPart part, PartDirectory directory, long offset) throws IOException {
    Map.Entry<Long, Section> nearest = directory.checkpoints().floorEntry(offset);
    long before = 0;
    GunzipInput gunzip;
    if (nearest == null) {
      gunzip = new GunzipInput(plain.from(0), PartOpener.trailer(part.probed()));
    } else {
      GunzipCheckpoint checkpoint = checkpoint(nearest.getKey(), nearest.getValue());
      InputStream rest = plain.from(checkpoint.inputByte());
      gunzip = GunzipInput.from(checkpoint, rest, PartOpener.trailer(part.probed()));
      before = checkpoint.output();
    }
    try {
      gunzip.skipNBytes(offset - before);
    } catch (EOFException e) {
      throw new ArchiveException.Truncated("The compressed data ends before the file begins.");
    }
    return gunzip;
  }

  /** Reads the checkpoint that so many bytes of the inner tar lie before. */
  GunzipCheckpoint checkpoint(long before, Section section) throws IOException {
    try (DataInputStream in = new DataInputStream(file.read(section))) {
      GunzipCheckpoint checkpoint = GunzipCheckpoint.read(in);
      IndexFile.requireEnd(in);
      if (checkpoint.output() != before) {
        throw IndexFile.damaged();
      }
      return checkpoint;
    }
  }
}
