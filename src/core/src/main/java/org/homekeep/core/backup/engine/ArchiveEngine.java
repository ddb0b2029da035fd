package org.homekeep.core.backup.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveSummary;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.transcode.ArchiveTranscoder;
import org.homekeep.core.backup.archive.transcode.EncryptionJournal;
import org.homekeep.core.backup.archive.transcode.TranscodedArchive;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.archive.write.WrittenArchive;
import org.homekeep.core.backup.digest.DigestInput;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.digest.Sums;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the manager asks of archives. Stateless and blocking, for workers. */
public final class ArchiveEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveEngine.class);
  private static final String REQUEST_DATE = "supervisor.backup_request_date";

  private final SecureTarVersion version;
  private final ArchiveWriter writer = ArchiveWriter.create();
  private final ArchiveTranscoder transcoder = ArchiveTranscoder.create();

  /**
   * An engine.
   *
   * @param version in which archives are encrypted; all versions are read
   */
  public ArchiveEngine(SecureTarVersion version) {
    this.version = version;
  }

  /** Writes an archive of some directories to a new file and waits until it is on the disk. */
  public WrittenArchive write(
      ArchiveMetadata metadata,
      List<PartSource> sources,
      Optional<Secret> key,
      Path target,
      ArchiveObserver observer)
      throws IOException {
    ArchiveRequest request = ArchiveRequest.of(metadata, sources, key).withVersion(version);
    return writer.write(request, target, observer);
  }

  /**
   * What an archive file holds. Whether it is encrypted is seen in the parts, not believed.
   *
   * @throws ArchiveException when it is no complete archive
   */
  public AgentBackup describe(Path archive) throws IOException {
    return look(archive).backup();
  }

  /**
   * What an archive file holds, and what it says of itself.
   *
   * @throws ArchiveException when it is no complete archive
   */
  public Seen look(Path archive) throws IOException {
    ArchiveSummary summary = ArchiveInspector.summary(archive);
    boolean isProtected =
        !summary.parts().isEmpty()
            && summary.parts().stream().allMatch(part -> part.format().isEncrypted());
    return new Seen(
        backup(summary.metadata(), isProtected, Files.size(archive)),
        !summary.parts().isEmpty() && summary.metadata().isProtected());
  }

  /**
   * What an archive file holds, if it was written to its end; whoever wrote it may have been
   * interrupted. Its parts are not read.
   *
   * @throws IOException when the system does not let it be read
   */
  public Optional<AgentBackup> finished(Path archive) throws IOException {
    try {
      ArchiveSummary summary = ArchiveInspector.summary(archive);
      // After a power cut there may be zeros in place of what was written last.
      boolean filled = summary.parts().stream().allMatch(part -> part.size() > 0);
      return filled && !summary.parts().isEmpty()
          ? Optional.of(describe(archive))
          : Optional.empty();
    } catch (ArchiveException notFinished) {
      return Optional.empty();
    }
  }

  /**
   * An archive file as it was seen.
   *
   * @param claimsProtected what its backup.json says of its encryption
   */
  public record Seen(AgentBackup backup, boolean claimsProtected) {
    /** Whether it passes for encrypted and anybody can read it. */
    public boolean pretends() {
      return claimsProtected && !backup.isProtected();
    }
  }

  /**
   * Reads an archive file to its last byte and says what it really holds.
   *
   * @throws ArchiveException when anything in it is not as it should be
   */
  public Measured verify(Path archive, Optional<Secret> key) throws IOException {
    return verify(archive, key, Sums.USUAL, () -> false);
  }

  /**
   * The same, until somebody ends it.
   *
   * @param sums which checksums are taken on the way
   * @param ended looked at all the time; true makes this fail with {@link
   *     java.io.InterruptedIOException}
   * @throws ArchiveException when anything in it is not as it should be
   */
  public Measured verify(Path archive, Optional<Secret> key, Sums sums, BooleanSupplier ended)
      throws IOException {
    try (DigestInput in = new DigestInput(new EndedInput(open(archive), ended), sums)) {
      Verification found = new ArchiveVerifier(key, ArchiveLimits.standard()).verify(in);
      if (found.mixed()) {
        throw new NotAsAskedException(
            "Some parts of the archive are encrypted and others are not.");
      }
      return new Measured(
          backup(found.metadata(), found.measuredProtected(), found.size()), in.finish());
    }
  }

  /** Whether a key opens an archive of any version; reads no more than that needs. */
  public KeyCheck checkKey(Path archive, Secret key) throws IOException {
    return ArchiveInspector.checkKey(archive, key);
  }

  /** Which of some keys opens an archive file of any version. */
  public KeyTrial tryKeys(Path archive, List<Secret> keys) throws IOException {
    return KeyTrial.of(keys, key -> checkKey(archive, key));
  }

  /** Which of some keys decrypts an archive while it is downloaded; reads its beginning alone. */
  public KeyTrial tryKeysForDownload(InputStream archive, List<Secret> keys) throws IOException {
    ReplayedHead head = new ReplayedHead(archive);
    return KeyTrial.of(keys, key -> checkForDownload(head.again(), key));
  }

  /** Which of some keys opens an archive of any version; reads its beginning alone. */
  public KeyTrial tryKeys(InputStream archive, List<Secret> keys) throws IOException {
    ReplayedHead head = new ReplayedHead(archive);
    return KeyTrial.of(keys, key -> ArchiveInspector.checkKey(head.again(), key));
  }

  /** Whether an archive can be decrypted while it is downloaded; reads no more than that needs. */
  public KeyCheck checkForDownload(InputStream archive, Secret key) throws IOException {
    return ArchiveInspector.checkForDownload(archive, key);
  }

  /** An archive on its way to a reader who wants it decrypted; closing closes the archive. */
  public InputStream decrypted(InputStream archive, Secret key) throws IOException {
    return transcoder.decryptedForDownload(() -> archive, key).open();
  }

  /**
   * A stored archive in the other form: decrypted when it is protected, encrypted when it is not.
   * It is read through once before this returns, so that what is said of it is measured.
   *
   * @param before an encryption of it that was begun earlier: the bytes are the same again if they
   *     can be
   * @param sums which checksums are taken when it is read through
   */
  public Recoded recoded(
      Path archive, AgentBackup backup, Secret key, Optional<EncryptionJournal> before, Sums sums)
      throws IOException {
    ArchiveMetadata metadata = ArchiveInspector.metadata(archive);
    TranscodedArchive transcoded =
        backup.isProtected()
            ? transcoder.decrypted(() -> open(archive), backup.size(), metadata, key)
            : encrypted(archive, backup.size(), metadata, key, before);
    long size = transcoded.size().orElseThrow();
    try (DigestInput in = new DigestInput(transcoded.open(), sums)) {
      Verification found =
          new ArchiveVerifier(Optional.of(key), ArchiveLimits.standard()).verify(in);
      if (found.mixed()
          || found.measuredProtected() == backup.isProtected()
          || found.size() != size) {
        throw new NotAsAskedException(
            "The archive was recoded and read back, and it is not what was asked for (encrypted: %s, asked for: %s; bytes: %d, calculated: %d). It is not sent."
                .formatted(
                    found.mixed() ? "in part" : found.measuredProtected(),
                    !backup.isProtected(),
                    found.size(),
                    size));
      }
      AgentBackup recoded = backup.with(!backup.isProtected(), size);
      return new Recoded(transcoded::open, new Measured(recoded, in.finish()), transcoded::journal);
    }
  }

  private TranscodedArchive encrypted(
      Path archive,
      long size,
      ArchiveMetadata metadata,
      Secret key,
      Optional<EncryptionJournal> before)
      throws IOException {
    if (before.isPresent()) {
      try {
        return transcoder.resumed(() -> open(archive), size, key, before.get());
      } catch (ArchiveException.WrongKey | ArchiveException.SourceChanged otherBytes) {
        LOG.atInfo()
            .addKeyValue("reason", otherBytes.getMessage())
            .log("An encryption cannot go on and begins anew");
      }
    }
    return transcoder.encrypted(() -> open(archive), size, metadata, key, version);
  }

  /** The checksums of a stored archive. */
  public static Digests digests(Path archive) throws IOException {
    return digests(archive, Sums.USUAL, () -> false);
  }

  /**
   * The same, as long as somebody wants them.
   *
   * @param sums which are taken
   * @param cancelled asked again and again; ends the reading with a failure
   */
  public static Digests digests(Path archive, Sums sums, BooleanSupplier cancelled)
      throws IOException {
    try (DigestInput in = new DigestInput(new EndedInput(open(archive), cancelled), sums)) {
      return in.finish();
    }
  }

  /** Opens a stored archive. */
  public static InputStream open(Path archive) throws IOException {
    return ArchiveInput.open(archive);
  }

  /** What an archive was found to hold, and the checksums of its bytes. */
  public record Measured(AgentBackup backup, Digests digests) {}

  /**
   * An archive in another form, and what its bytes were found to hold.
   *
   * @param encryption makes the same bytes again in another process; empty when there is nothing
   *     random in them
   */
  public record Recoded(
      ArchiveSource source, Measured measured, Supplier<Optional<EncryptionJournal>> encryption) {
    /** What is to be said of it. */
    public AgentBackup backup() {
      return measured.backup();
    }
  }

  private static AgentBackup backup(ArchiveMetadata metadata, boolean isProtected, long size) {
    Map<String, Object> extra = new HashMap<>(metadata.extra());
    String date = extra.get(REQUEST_DATE) instanceof String text ? text : metadata.date();
    return new AgentBackup(
        metadata.slug(),
        metadata.name(),
        date,
        metadata.addOns().stream()
            .map(addOn -> new AddonInfo(addOn.name(), addOn.slug(), addOn.version()))
            .toList(),
        metadata.folders().stream().flatMap(name -> Folder.ofWireName(name).stream()).toList(),
        metadata.databaseIncluded(),
        metadata.homeAssistant().isPresent(),
        metadata.homeAssistant().map(ArchiveMetadata.HomeAssistant::version),
        extra,
        isProtected,
        size);
  }
}
