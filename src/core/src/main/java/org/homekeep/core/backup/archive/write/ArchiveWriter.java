package org.homekeep.core.backup.archive.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.gzip.Compressor;
import org.homekeep.core.backup.archive.gzip.GzipOutput;
import org.homekeep.core.backup.archive.gzip.ParallelCompressor;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarFormat;
import org.homekeep.core.backup.archive.tar.TarHeaders;
import org.homekeep.core.backup.archive.tar.TarWriter;

/**
 * Writes archives (backup.md §6) in one pass: walk, tar, gzip, cipher, outer tar.
 *
 * <p>With the same randomness and time, the same directory gives the same bytes. Stateless, for any
 * thread; memory does not grow with the archive.
 */
public final class ArchiveWriter {
  private final Randomness random;
  private final Clock clock;
  private final Compressor compressor;

  public ArchiveWriter(Randomness random, Clock clock, Compressor compressor) {
    this.random = random;
    this.clock = clock;
    this.compressor = compressor;
  }

  /** A writer with the system's randomness and clock. */
  public static ArchiveWriter create() {
    return new ArchiveWriter(Randomness.secure(), Clock.systemUTC(), ParallelCompressor.create());
  }

  /**
   * Writes an archive to a new file, mode 0600, and waits until it is on disk.
   *
   * <p>Whatever goes wrong, the file does not stay.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the file exists; it is left alone
   * @throws org.homekeep.core.backup.archive.ArchiveException.SourceUnreadable when a file cannot
   *     be read
   * @throws org.homekeep.core.backup.archive.ArchiveException.Cancelled when the observer says so
   */
  public WrittenArchive write(ArchiveRequest request, Path target, ArchiveObserver observer)
      throws IOException {
    WriteProgress progress = new WriteProgress(observer);
    boolean done = false;
    OutputFile file = new OutputFile(target);
    try (file) {
      progress.checkCancelled();
      long size = write(request, target.toRealPath(), file, progress);
      file.sync();
      done = true;
      return progress.result(size);
    } finally {
      if (!done) {
        Files.deleteIfExists(target);
      }
    }
  }

  private long write(ArchiveRequest request, Path target, OutputFile file, WriteProgress progress)
      throws IOException {
    Instant now = clock.instant();
    byte[] json = MetadataJson.write(request.metadata());
    OutputStream out = file.stream();
    // The moment of writing, to the second: ustar holds it, and every reader knows ustar.
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    out.write(TarHeaders.encode(TarEntry.file("./backup.json", json.length, second)));
    out.write(json);
    out.write(new byte[TarFormat.padding(json.length)]);
    Optional<ArchiveCipher> cipher =
        request.key().map(key -> ArchiveCiphers.create(request.version(), key, random));
    for (PartSource part : request.parts()) {
      writePart(request, part, cipher.map(ArchiveCipher::nextPart), now, target, file, progress);
    }
    out.write(new byte[TarFormat.endSize(file.position())]);
    return file.position();
  }

  private void writePart(
      ArchiveRequest request,
      PartSource source,
      Optional<PartCipher> cipher,
      Instant now,
      Path target,
      OutputFile file,
      WriteProgress progress)
      throws IOException {
    boolean compressed = request.metadata().compressed();
    TarEntry entry = TarEntry.file(source.name() + (compressed ? ".tar.gz" : ".tar"), 0, now);
    long start = file.position();
    OutputStream out = file.stream();
    out.write(TarHeaders.encodePatchable(entry));
    long data = file.position();
    if (cipher.isPresent()) {
      out.write(cipher.get().header(0));
    }
    OutputStream encrypted =
        cipher.isPresent() ? new BlockOutput(out, cipher.get().encryptor()) : out;
    CountingOutput plaintext = new CountingOutput(encrypted);
    writeTree(request, source, target, plaintext, progress);
    if (cipher.isPresent()) {
      encrypted.close();
      file.patch(data, cipher.get().header(plaintext.count()));
    }
    long size = file.position() - data;
    file.patch(start, TarHeaders.encodePatchable(entry.withSize(size)));
    out.write(new byte[TarFormat.padding(size)]);
  }

  private void writeTree(
      ArchiveRequest request,
      PartSource source,
      Path target,
      OutputStream plaintext,
      WriteProgress progress)
      throws IOException {
    if (request.metadata().compressed()) {
      try (GzipOutput gzip = compressor.compress(plaintext, request.level())) {
        new TreeWriter(source, target, new TarWriter(gzip), progress).write();
        gzip.finish();
      }
    } else {
      new TreeWriter(source, target, new TarWriter(plaintext), progress).write();
    }
  }
}
