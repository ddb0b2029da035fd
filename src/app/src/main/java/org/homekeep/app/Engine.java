package org.homekeep.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Makes the engine that everything in the process runs on, fit for a small machine. */
final class Engine {
  private static final int EVENT_LOOPS = 2;
  private static final int BLOCKING_THREADS = 4;

  private Engine() {}

  static Vertx start() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(EVENT_LOOPS)
            .setWorkerPoolSize(BLOCKING_THREADS)
            .setInternalBlockingPoolSize(BLOCKING_THREADS)
            // Keeps Vert.x from copying resources of our jars to the disk.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }
}
