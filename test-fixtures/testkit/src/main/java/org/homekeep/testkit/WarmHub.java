package org.homekeep.testkit;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.core.Hub;

/**
 * A hub that was started and stopped once in this JVM, with nobody watching its event loop: the
 * first start loads a thousand classes, which takes longer than any handler may.
 */
final class WarmHub {
  private WarmHub() {}

  static void once() {
    if (Once.PORT == 0) {
      throw new IllegalStateException("The hub of the warm-up had no port.");
    }
  }

  /** Nothing but the field: code of this class on another thread would wait for it for ever. */
  private static final class Once {
    static final int PORT = WarmHub.startAndStop();
  }

  private static int startAndStop() {
    Vertx vertx = Vertx.vertx();
    try {
      Path directory = Files.createTempDirectory("homekeep-warm");
      try {
        Hub hub = TestHub.await(Hub.start(vertx, TestHub.options(directory, directory, Map.of())));
        int port = hub.port();
        TestHub.await(hub.stop());
        return port;
      } finally {
        delete(directory);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      vertx.close();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
