package org.homekeep.core.backup.archive.gzip;

import java.io.OutputStream;
import java.util.concurrent.ThreadFactory;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.deflate.DeflateEngine;
import org.homekeep.core.backup.archive.pipe.PipeThreads;

/**
 * Compresses the blocks of a gzip stream on several threads at once; what comes out does not depend
 * on how many there are.
 *
 * <p>Each stream has threads of its own, started when there is work for them and ended with it. Its
 * blocks take a little less than a megabyte each, input, window and output together; there are four
 * more than threads. With the most threads, 8, that is 12 MB, and the tables of our own engine are
 * 4 MB more.
 */
public final class ParallelCompressor implements Compressor {
  private static final int MAX_THREADS = 8;

  /**
   * In a young process other threads would do slowly what the just-in-time compiler, for which they
   * leave a processor, soon makes fast: it takes a twentieth less processor time, and no more time.
   */
  private static final long ALONE = 28L << 20;

  private final DeflateEngine engine;
  private final int threads;
  private final long alone;
  private final ThreadFactory factory;

  /**
   * A compressor.
   *
   * @param threads that compress; one more writes what they made
   * @param alone bytes after which the second thread may start
   * @param factory makes all of them
   */
  public ParallelCompressor(DeflateEngine engine, int threads, long alone, ThreadFactory factory) {
    if (threads < 1) {
      throw new IllegalArgumentException("Somebody has to compress.");
    }
    this.engine = engine;
    this.threads = threads;
    this.alone = alone;
    this.factory = factory;
  }

  /** The standard engine on all processors, at most eight. */
  public static ParallelCompressor create() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new ParallelCompressor(
        DeflateEngine.standard(),
        Math.min(processors, MAX_THREADS),
        ALONE,
        PipeThreads.daemons("archive-gzip"));
  }

  @Override
  public GzipOutput compress(OutputStream out, CompressionLevel level) {
    return new ParallelGzipOutput(
        out, () -> engine.open(level), threads, alone, new PipeThreads(factory));
  }
}
