package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** An archive in another form than its source: opened as often as needed, always the same bytes. */
public final class TranscodedArchive {
  /** Makes the recoder of one reading. */
  interface Recoding {
    PartRecoder begin();
  }

  private final ArchiveSource source;
  private final OptionalLong size;
  private final Recoding recoding;
  private final Optional<Measurement> measurement;

  TranscodedArchive(
      ArchiveSource source,
      OptionalLong size,
      Recoding recoding,
      Optional<Measurement> measurement) {
    this.source = source;
    this.size = size;
    this.recoding = recoding;
    this.measurement = measurement;
  }

  /** The exact number of bytes of every stream; unknown for a download that is not padded. */
  public OptionalLong size() {
    return size;
  }

  /**
   * What to keep in order to make the same bytes in another process ({@link
   * ArchiveTranscoder#resumed}).
   *
   * @return nothing for a decryption, which has no random values, and for an encryption that has
   *     not been read to its end once, because the checksum of the whole is in the journal
   */
  public Optional<EncryptionJournal> journal() {
    return measurement.flatMap(Measurement::journal);
  }

  /** {@link #open(long)} from the first byte. */
  public InputStream open() throws IOException {
    return open(0);
  }

  /**
   * Opens the source and gives the transcoded bytes from an offset on; closing closes the source.
   *
   * <p>What lies before is read and transcoded, too, at the first read: with AES that takes about a
   * second for a gigabyte. At or behind the end there is nothing to read. Reading throws {@link
   * org.homekeep.core.backup.archive.ArchiveException} when the key is wrong or the source is
   * damaged, and {@code SourceChanged} instead of the last bytes when an encryption does not come
   * out as it did before. Closing, also from another thread, leaves nothing waiting.
   */
  public InputStream open(long from) throws IOException {
    if (from < 0) {
      throw new IllegalArgumentException("There is nothing before the first byte.");
    }
    InputStream in = new TranscodingInput(source.open(), recoding.begin(), size);
    InputStream whole =
        measurement.isPresent()
            ? new ChecksumGate(in, size.orElseThrow(), measurement.get()::check)
            : in;
    return from == 0 ? whole : new OffsetInput(whole, from);
  }
}
