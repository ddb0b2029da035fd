package org.homekeep.core.backup.archive.deflate;

class JdkBlockDeflaterTest extends BlockDeflaterContract {
  @Override
  DeflateEngine engine() {
    return DeflateEngine.jdk();
  }
}
