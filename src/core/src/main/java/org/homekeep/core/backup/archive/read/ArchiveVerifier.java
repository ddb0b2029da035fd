package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.part.PartOpener;

/**
 * Reads an archive to its last byte: every part decrypted, inflated, walked as a tar, and its
 * checksums, authentication and sizes checked.
 *
 * <p>{@link #verify} ends at the first thing that is wrong; {@link #report} goes on wherever that
 * makes sense and lists all of them.
 */
public final class ArchiveVerifier {
  private final Optional<Secret> key;
  private final ArchiveLimits limits;

  /**
   * A verifier.
   *
   * @param key opens encrypted parts
   */
  public ArchiveVerifier(Optional<Secret> key, ArchiveLimits limits) {
    this.key = key;
    this.limits = limits;
  }

  /** Verifies an archive file. */
  public Verification verify(Path archive) throws IOException {
    try (InputStream in = ArchiveInput.open(archive)) {
      return verify(in);
    }
  }

  /**
   * Verifies an archive that is read once, from its beginning; the stream stays open.
   *
   * @throws ArchiveException that says what is wrong and where; {@link
   *     ArchiveException.MissingPart} when a part that backup.json announces is not there
   */
  public Verification verify(InputStream in) throws IOException {
    ArchiveVerification run = run(in, MemberCheck.none(), new Findings.Strict());
    return new Verification(
        run.metadata().orElseThrow(ArchiveInspector::noMetadata), run.parts(), run.size());
  }

  /**
   * Reads an archive as far as it can be read, once and from its beginning, and tells all that is
   * wrong with it; the stream stays open.
   *
   * @param check looks into the files
   * @throws ArchiveException.Cancelled when the stream throws it
   */
  public VerificationReport report(InputStream in, MemberCheck check) throws IOException {
    Findings.Collected findings = new Findings.Collected();
    ArchiveVerification run = run(in, check, findings);
    return new VerificationReport(
        run.metadata(), run.parts(), findings.list(), findings.count(), run.size());
  }

  private ArchiveVerification run(InputStream in, MemberCheck check, Findings findings)
      throws IOException {
    ArchiveVerification run =
        new ArchiveVerification(in, new PartOpener(key), key.isPresent(), limits, check, findings);
    run.run();
    return run;
  }
}
