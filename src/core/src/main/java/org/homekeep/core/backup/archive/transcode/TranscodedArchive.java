package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
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

  TranscodedArchive(ArchiveSource source, OptionalLong size, Recoding recoding) {
    this.source = source;
    this.size = size;
    this.recoding = recoding;
  }

  /** The exact number of bytes of every stream; unknown for a download that is not padded. */
  public OptionalLong size() {
    return size;
  }

  /**
   * Opens the source and gives the transcoded bytes; closing closes the source.
   *
   * <p>Reading throws {@link org.homekeep.core.backup.archive.ArchiveException} when the key is
   * wrong or the source is damaged.
   */
  public InputStream open() throws IOException {
    InputStream in = source.open();
    return new TranscodingInput(in, recoding.begin(), size);
  }
}
