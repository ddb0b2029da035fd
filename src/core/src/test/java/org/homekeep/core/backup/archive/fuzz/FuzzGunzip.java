package org.homekeep.core.backup.archive.fuzz;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.gzip.GzipTrailer;

/** The gzip reader, with either end. */
public final class FuzzGunzip {
  private FuzzGunzip() {}

  /** Inflates; the first byte says which end. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length > 0) {
      GzipTrailer trailer = data[0] % 2 == 0 ? GzipTrailer.STANDARD : GzipTrailer.PADDED;
      FuzzInput.typed(
          () -> {
            try (InputStream in =
                new GunzipInput(new ByteArrayInputStream(FuzzInput.rest(data, 1)), trailer)) {
              FuzzInput.drain(in);
            }
          });
    }
  }
}
