package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;

/** Takes the encryption off; parts without it pass. */
final class Decryption implements PartRecoder {
  private final PartOpener opener;

  Decryption(Secret key) {
    this.opener = new PartOpener(Optional.of(key));
  }

  @Override
  public boolean protects() {
    return false;
  }

  @Override
  public RecodedPart recode(ProbedPart part) throws IOException {
    if (part.format() == PartFormat.SECURETAR_1) {
      throw new ArchiveException.Unsupported(
          "On-the-fly decryption is not supported for this backup: it was made with SecureTar 1,"
              + " which does not say how large its content is. Download it encrypted.");
    }
    long size =
        part.header().map(SecureTarHeader::plaintextSize).orElse(part.member().entry().size());
    return new RecodedPart(size, opener.decrypted(part));
  }
}
