package org.homekeep.core.backup.archive.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.deflate.BlockDeflater;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.deflate.DeflateEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelCompressorTest {
  private static final int BLOCK = ParallelGzipOutput.BLOCK;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @AfterEach
  void no_thread_is_left() {
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  private GzipOutput compress(OutputStream out, DeflateEngine engine, int count) {
    return new ParallelCompressor(
            engine,
            count,
            0,
            task -> {
              Thread thread = new Thread(task);
              threads.add(thread);
              return thread;
            })
        .compress(out, CompressionLevel.FAST);
  }

  private byte[] compressed(byte[] data, int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GzipOutput gzip = compress(out, DeflateEngine.jdk(), count)) {
      gzip.write(data);
      gzip.finish();
    }
    return out.toByteArray();
  }

  private static byte[] inflated(byte[] gzip) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
  }

  private static byte[] data(String what, int size) {
    byte[] data = new byte[size];
    Random random = Seed.random(what);
    for (int i = 0; i < size; i++) {
      data[i] = (byte) random.nextInt(i % 100_000 < 50_000 ? 4 : 256);
    }
    return data;
  }

  @Test
  void what_fits_in_one_block_needs_no_thread() throws IOException {
    byte[] data = data("one block", BLOCK);

    assertThat(inflated(compressed(data, 2))).isEqualTo(data);

    assertThat(threads).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 5 * BLOCK + 7})
  void input_of_any_size_comes_back(int size) throws IOException {
    byte[] data = data("size " + size, size);

    assertThat(inflated(compressed(data, 3))).isEqualTo(data);
  }

  @Test
  void the_number_of_threads_does_not_show() throws IOException {
    byte[] data = data("threads", 9 * BLOCK + 5);
    byte[] one = compressed(data, 1);

    assertThat(compressed(data, 2)).isEqualTo(one);
    assertThat(compressed(data, 8)).isEqualTo(one);
  }

  @Test
  void the_pieces_of_the_input_do_not_show() throws IOException {
    byte[] data = data("pieces", 3 * BLOCK);
    Random random = Seed.random("cuts");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (GzipOutput gzip = compress(out, DeflateEngine.jdk(), 2)) {
      gzip.write(data[0]);
      for (int at = 1; at < data.length; ) {
        int count = Math.min(data.length - at, random.nextInt(BLOCK));
        gzip.write(data, at, count);
        at += count;
      }
      gzip.finish();
    }

    assertThat(out.toByteArray()).isEqualTo(compressed(data, 2));
  }

  @Test
  void the_header_has_neither_name_nor_time() throws IOException {
    assertThat(compressed(new byte[10], 1))
        .startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)
        .endsWith(10, 0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void blocks_see_what_came_before_them(CompressionLevel level) throws IOException {
    byte[] noise = new byte[BLOCK];
    Seed.random("window").nextBytes(noise);
    byte[] data = new byte[BLOCK + BlockDeflater.WINDOW / 2];
    System.arraycopy(noise, 0, data, 0, BLOCK);
    int repeated = BlockDeflater.WINDOW / 2;
    System.arraycopy(noise, BLOCK - repeated, data, BLOCK, repeated);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (GzipOutput gzip = ParallelCompressor.create().compress(out, level)) {
      gzip.write(data);
      gzip.finish();
    }

    assertThat(out.size()).isLessThan(BLOCK + 2_000);
    assertThat(inflated(out.toByteArray())).isEqualTo(data);
  }

  @Test
  void a_stream_that_is_closed_unfinished_is_not_whole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GzipOutput gzip = compress(out, DeflateEngine.jdk(), 2);
    gzip.write(data("unfinished", 3 * BLOCK));

    gzip.close();

    int written = out.size();
    assertThatThrownBy(() -> inflated(out.toByteArray())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> gzip.write(1)).isInstanceOf(IOException.class);
    assertThat(out.size()).isEqualTo(written);
  }

  /** Takes some bytes, then has no more room. */
  private static OutputStream full(int room) {
    return new OutputStream() {
      private int rest = room;

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] data, int offset, int length) throws IOException {
        rest -= length;
        if (rest < 0) {
          throw new IOException("No space left on device");
        }
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 2 * BLOCK})
  void a_full_disk_stops_the_writer_of_endless_data(int room) {
    byte[] data = data("full disk", BLOCK);

    assertThatThrownBy(
            () -> {
              try (GzipOutput gzip = compress(full(room), DeflateEngine.jdk(), 2)) {
                while (true) {
                  gzip.write(data);
                }
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void a_disk_that_is_full_at_the_end_is_noticed() {
    assertThatThrownBy(
            () -> {
              try (GzipOutput gzip = compress(full(15), DeflateEngine.jdk(), 2)) {
                gzip.write(new byte[100]);
                gzip.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device")
        .hasNoSuppressedExceptions();
  }

  @Test
  void trouble_at_the_end_is_told_by_every_later_call() throws IOException {
    try (GzipOutput gzip = compress(full(15), DeflateEngine.jdk(), 2)) {
      gzip.write(new byte[100]);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(gzip::finish).hasMessage("No space left on device");
      }
      assertThatThrownBy(() -> gzip.write(1)).hasMessage("No space left on device");
    }
  }

  @Test
  void an_engine_that_breaks_stops_everything() {
    DeflateEngine broken =
        level -> {
          throw new OutOfMemoryError("no tables");
        };

    assertThatThrownBy(
            () -> {
              try (GzipOutput gzip = compress(OutputStream.nullOutputStream(), broken, 3)) {
                gzip.write(new byte[20 * BLOCK]);
                gzip.finish();
              }
            })
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("no tables");
  }

  @Test
  void a_writer_that_hangs_holds_up_the_caller_and_not_its_closing() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            hanging.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
          }
        };
    GzipOutput gzip = compress(stuck, DeflateEngine.jdk(), 2);
    gzip.write(new byte[2 * BLOCK]);
    hanging.await();

    gzip.close();

    assertThat(threads).isNotEmpty();
  }

  @Test
  void an_interrupted_caller_stops_waiting_and_stays_interrupted() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            blocked.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    FutureTask<Boolean> caller =
        new FutureTask<>(
            () -> {
              try (GzipOutput gzip = compress(slow, DeflateEngine.jdk(), 1)) {
                gzip.write(new byte[50 * BLOCK]);
                return false;
              } catch (InterruptedIOException e) {
                return Thread.currentThread().isInterrupted();
              }
            });
    Thread thread = new Thread(caller);
    thread.start();
    blocked.await();

    thread.interrupt();

    assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
    thread.join();
  }

  @Test
  void no_more_threads_run_than_were_asked_for() throws IOException {
    List<BlockDeflater> open = new CopyOnWriteArrayList<>();
    DeflateEngine counting =
        level -> {
          BlockDeflater deflater = DeflateEngine.jdk().open(level);
          open.add(deflater);
          return deflater;
        };
    try (GzipOutput gzip = compress(OutputStream.nullOutputStream(), counting, 2)) {
      for (int i = 0; i < 40; i++) {
        gzip.write(new byte[BLOCK]);
      }
      gzip.finish();
    }

    assertThat(open).hasSizeBetween(1, 2);
    assertThat(threads).hasSizeBetween(2, 3);
  }
}
