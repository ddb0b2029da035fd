package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;

/** An archive that can be read from its beginning as often as asked, always with the same bytes. */
@FunctionalInterface
public interface ArchiveSource {
  /** Opens it; the caller closes. */
  InputStream open() throws IOException;
}
