package org.homekeep.core.backup.archive.fuzz;

import java.io.ByteArrayInputStream;
import org.homekeep.core.backup.archive.tar.TarReader;

/** The tar reader. */
public final class FuzzTar {
  private FuzzTar() {}

  /** Reads a tar, every second member's data. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput.typed(
        () -> {
          TarReader tar = new TarReader(new ByteArrayInputStream(FuzzInput.withChecksums(data)));
          for (int i = 0; tar.next().isPresent(); i++) {
            if (i % 2 == 0) {
              FuzzInput.drain(tar.body());
            }
          }
        });
  }
}
