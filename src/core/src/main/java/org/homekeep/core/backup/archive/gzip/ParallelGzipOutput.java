package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.homekeep.core.backup.archive.deflate.BlockDeflater;
import org.homekeep.core.backup.archive.pipe.PipeThreads;
import org.homekeep.core.backup.archive.pipe.Trouble;

/**
 * One gzip stream whose blocks are filled by the caller, compressed by some threads and written by
 * another; a single block is compressed and written by the caller.
 *
 * <p>The input is cut every {@link #BLOCK} bytes, whatever the threads do. Trouble of any of them
 * is thrown by the next call that writes or finishes, and by every one after it.
 */
final class ParallelGzipOutput extends GzipOutput {
  /**
   * Bytes of input in a block. With its window it is just below half a megabyte: in a small heap
   * anything larger takes twice its size (G1's humongous objects).
   */
  static final int BLOCK = 448 * 1024;

  /** Blocks that are filled, written or waiting while every thread compresses one. */
  private static final int SPARE_BLOCKS = 4;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final Supplier<BlockDeflater> engine;
  private final int maxCompressing;
  private final long alone;
  private final PipeThreads threads;
  private final BlockRing ring;
  private final CRC32 crc = new CRC32();
  private Optional<GzipBlock> current = Optional.empty();
  private long total;
  private int compressing;
  private boolean finished;

  ParallelGzipOutput(
      OutputStream out,
      Supplier<BlockDeflater> engine,
      int maxCompressing,
      long alone,
      PipeThreads threads) {
    this.out = out;
    this.engine = engine;
    this.maxCompressing = maxCompressing;
    this.alone = alone;
    this.threads = threads;
    this.ring = new BlockRing(maxCompressing + SPARE_BLOCKS, BLOCK);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    requireUnfinished();
    int done = 0;
    while (done < length) {
      done += withRoom().append(data, offset + done, length - done);
    }
  }

  @Override
  public void finish() throws IOException {
    requireUnfinished();
    finished = true;
    try {
      GzipBlock block = current.isPresent() ? current.get() : ring.next();
      block.markLast();
      if (compressing == 0) {
        compressAlone(block);
      } else {
        submit(block, true);
        threads.join();
      }
    } catch (BlockRing.Stopped e) {
      throw stopped();
    } catch (InterruptedException e) {
      throw Trouble.interrupted();
    }
    if (ring.trouble().isPresent()) {
      throw stopped();
    }
    out.write(GzipTrailer.bytes(crc.getValue(), total));
  }

  /** The only block there is: it is done before threads would have begun. */
  private void compressAlone(GzipBlock block) {
    count(block);
    guarded(
        () -> {
          try (BlockDeflater deflater = engine.get()) {
            block.compress(deflater);
          }
          out.write(HEADER);
          out.write(block.output(), 0, block.outputLength());
        });
  }

  private void count(GzipBlock block) {
    crc.update(block.data(), block.start(), block.length());
    total += block.length();
  }

  private void requireUnfinished() throws IOException {
    if (finished) {
      throw ring.trouble().isPresent() ? stopped() : new IOException("The gzip stream has ended.");
    }
  }

  /** The block to fill. A full one is handed on only when more comes, for it may be the last. */
  private GzipBlock withRoom() throws IOException {
    if (current.isPresent() && !current.get().isFull()) {
      return current.get();
    }
    try {
      Optional<GzipBlock> before = current;
      if (before.isPresent()) {
        submit(before.get(), false);
      }
      GzipBlock next = ring.next();
      next.follow(before);
      current = Optional.of(next);
      return next;
    } catch (BlockRing.Stopped e) {
      throw stopped();
    } catch (InterruptedException e) {
      throw Trouble.interrupted();
    }
  }

  private void submit(GzipBlock block, boolean last) throws BlockRing.Stopped {
    count(block);
    boolean allBusy = ring.submit(last);
    if (compressing == 0) {
      threads.start(() -> guarded(this::writeBlocks));
    }
    if (allBusy && compressing < maxCompressing && (compressing == 0 || total >= alone)) {
      threads.start(() -> guarded(this::compressBlocks));
      compressing++;
    }
  }

  private IOException stopped() throws IOException {
    return Trouble.rethrow(
        ring.trouble().orElseGet(() -> new IOException("The stream is closed.")));
  }

  /** What a thread does until there is nothing more to do, or all are stopped. */
  private interface Work {
    void run() throws IOException, InterruptedException, BlockRing.Stopped;
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void guarded(Work work) {
    try {
      work.run();
    } catch (BlockRing.Stopped e) {
      // Whoever stopped the others knows why.
    } catch (InterruptedException e) {
      ring.fail(Trouble.interrupted());
    } catch (Throwable e) {
      ring.fail(e);
    }
  }

  private void compressBlocks() throws InterruptedException, BlockRing.Stopped {
    try (BlockDeflater deflater = engine.get()) {
      for (Optional<GzipBlock> next = ring.take(); next.isPresent(); next = ring.take()) {
        next.get().compress(deflater);
        ring.compressed(next.get());
      }
    }
  }

  private void writeBlocks() throws IOException, InterruptedException, BlockRing.Stopped {
    out.write(HEADER);
    for (Optional<GzipBlock> next = ring.nextCompressed();
        next.isPresent();
        next = ring.nextCompressed()) {
      out.write(next.get().output(), 0, next.get().outputLength());
      ring.written();
    }
  }

  @Override
  public void close() {
    finished = true;
    ring.stop();
    threads.close();
  }
}
