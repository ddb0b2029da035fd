package org.homekeep.core.backup.archive.deflate;

/** Where block deflaters come from. */
@FunctionalInterface
public interface DeflateEngine {
  /** A new deflater; whoever gets it closes it. */
  BlockDeflater open(CompressionLevel level);

  /** What archives are written with. */
  static DeflateEngine standard() {
    return homekeep();
  }

  /** Our own. */
  static DeflateEngine homekeep() {
    return HomekeepDeflater::new;
  }

  /** The zlib of the JDK, at its levels 1, 6 and 9. */
  static DeflateEngine jdk() {
    return JdkBlockDeflater::new;
  }
}
