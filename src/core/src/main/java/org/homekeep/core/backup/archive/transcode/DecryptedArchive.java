package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.PartWalk;

/**
 * An archive of any SecureTar version without its encryption.
 *
 * <p>SecureTar 1 does not say how large its content is, so an archive with such parts is read
 * twice: once when this is made, to measure, and once to decrypt.
 */
public final class DecryptedArchive {
  private final ArchiveSource source;
  private final Secret key;
  private final List<V1Content> measured;

  private DecryptedArchive(ArchiveSource source, Secret key, List<V1Content> measured) {
    this.source = source;
    this.key = key;
    this.measured = List.copyOf(measured);
  }

  /**
   * Measures what has to be measured.
   *
   * @throws ArchiveException for what is wrong with the archive, as far as it was read
   */
  public static DecryptedArchive of(ArchiveSource source, Secret key) throws IOException {
    List<V1Content> measured = new ArrayList<>();
    PartOpener opener = new PartOpener(Optional.of(key));
    try (InputStream in = source.open()) {
      PartWalk walk = new PartWalk(in, Optional.of(key));
      for (Optional<ProbedPart> next = walk.next(); next.isPresent(); next = walk.next()) {
        if (next.get().format() == PartFormat.SECURETAR_1) {
          measured.add(V1Content.measure(next.get(), opener));
        }
      }
    }
    return new DecryptedArchive(source, key, measured);
  }

  /** Opens the source and gives the decrypted archive; closing closes the source. */
  public InputStream open() throws IOException {
    return new TranscodingInput(
        source.open(), new AnyDecryption(key, measured), OptionalLong.empty());
  }

  /** Takes the encryption off, of SecureTar 1 as measured. */
  private static final class AnyDecryption implements PartRecoder {
    private final Decryption others;
    private final PartOpener opener;
    private final List<V1Content> measured;
    private int count;

    AnyDecryption(Secret key, List<V1Content> measured) {
      this.others = new Decryption(key);
      this.opener = new PartOpener(Optional.of(key));
      this.measured = measured;
    }

    @Override
    public boolean protects() {
      return false;
    }

    @Override
    public RecodedPart recode(ProbedPart part) throws IOException {
      if (part.format() != PartFormat.SECURETAR_1) {
        return others.recode(part);
      }
      if (count == measured.size()) {
        throw new ArchiveException.SourceChanged(
            "The archive has changed while it was decrypted. Try again when nobody writes to it.");
      }
      return measured.get(count++).of(opener.decrypted(part));
    }
  }
}
