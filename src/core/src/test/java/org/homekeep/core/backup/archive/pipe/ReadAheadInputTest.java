package org.homekeep.core.backup.archive.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadInputTest {
  private static final int BLOCK = ReadAheadInput.BLOCK;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @AfterEach
  void no_thread_is_left() {
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  private ReadAheadInput ahead(InputStream source) {
    return new ReadAheadInput(
        source,
        task -> {
          Thread thread = new Thread(task);
          threads.add(thread);
          return thread;
        });
  }

  private static byte[] bytes(String what, int size) {
    byte[] bytes = new byte[size];
    Seed.random(what).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 20 * BLOCK + 3})
  void what_the_source_has_comes_out(int size) throws IOException {
    byte[] bytes = bytes("size " + size, size);

    try (InputStream in = ahead(new ByteArrayInputStream(bytes))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void reads_and_skips_of_any_size_see_every_byte_in_its_place() throws IOException {
    Random random = Seed.random("reads");
    byte[] bytes = bytes("bytes", 9 * BLOCK + 17);
    byte[] buffer = new byte[2 * BLOCK];

    try (InputStream in = ahead(new Trickle(bytes, random.nextLong()))) {
      int at = 0;
      while (at < bytes.length) {
        switch (random.nextInt(3)) {
          case 0 -> at += (int) in.skip(random.nextInt(BLOCK));
          case 1 -> assertThat(in.read()).isEqualTo(bytes[at++] & 0xff);
          default -> {
            int count = in.read(buffer, 7, 1 + random.nextInt(buffer.length - 7));
            assertThat(count).isPositive();
            assertThat(Arrays.equals(buffer, 7, 7 + count, bytes, at, at + count)).isTrue();
            at += count;
          }
        }
      }
      assertThat(in.read(buffer)).isEqualTo(-1);
      assertThat(in.skip(1)).isZero();
    }
  }

  /** Gives less than was asked for. */
  private static final class Trickle extends ByteArrayInputStream {
    private final Random random;

    Trickle(byte[] bytes, long seed) {
      super(bytes);
      this.random = new Random(seed);
    }

    @Override
    public synchronized int read(byte[] out, int offset, int length) {
      return super.read(out, offset, Math.min(length, 1 + random.nextInt(90_000)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK, 3 * BLOCK + 5})
  void trouble_comes_after_the_bytes_before_it_and_again(int size) throws IOException {
    byte[] bytes = bytes("trouble", size);
    IOException trouble = new IOException("the disk fell off");
    InputStream source =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] out, int offset, int length) {
            int count = super.read(out, offset, length);
            if (count < 0) {
              throw new UncheckedIOException(trouble);
            }
            return count;
          }
        };

    try (InputStream in = ahead(source)) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      for (int i = 0; i < size; i++) {
        read.write(in.read());
      }
      assertThat(read.toByteArray()).isEqualTo(bytes);
      assertThatThrownBy(in::read).hasCause(trouble);
      assertThatThrownBy(in::read).hasCause(trouble);
    }
  }

  @Test
  void the_source_is_read_only_so_far_ahead() throws IOException {
    AtomicLong given = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    AtomicLong furthest = new AtomicLong();
    InputStream source =
        new ByteArrayInputStream(new byte[40 * BLOCK]) {
          @Override
          public synchronized int read(byte[] out, int offset, int length) {
            int count = super.read(out, offset, length);
            long ahead = given.addAndGet(Math.max(0, count)) - taken.get();
            furthest.accumulateAndGet(ahead, Math::max);
            return count;
          }
        };

    try (InputStream in = ahead(source)) {
      byte[] buffer = new byte[1_000];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        taken.addAndGet(count);
      }
    }

    assertThat(furthest.get())
        .isBetween((long) BLOCK, (long) ReadAheadInput.BLOCKS * BLOCK + 1_000);
  }

  /** Gives some bytes, then waits until it is interrupted. */
  private static final class Stuck extends InputStream {
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      return read();
    }

    @Override
    public int read() throws IOException {
      waiting.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      return -1;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void closing_ends_a_read_of_the_source_that_hangs_and_closes_it() throws Exception {
    Stuck source = new Stuck();
    ReadAheadInput in = ahead(source);
    FutureTask<Integer> reading = new FutureTask<>(in::read);
    Thread reader = new Thread(reading);
    reader.start();
    source.waiting.await();

    in.close();

    assertThat(source.closed).isTrue();
    assertThatThrownBy(() -> reading.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    reader.join();
  }

  @Test
  void closing_ends_a_thread_that_waits_for_its_reader() throws IOException {
    InputStream in = ahead(new ByteArrayInputStream(new byte[50 * BLOCK]));
    assertThat(in.read()).isZero();

    in.close();

    assertThat(threads).hasSize(1);
  }

  @Test
  void an_interrupted_reader_stops_waiting_and_stays_interrupted() throws Exception {
    Stuck source = new Stuck();
    FutureTask<Boolean> reading =
        new FutureTask<>(
            () -> {
              try (InputStream in = ahead(source)) {
                in.read();
                return false;
              } catch (InterruptedIOException e) {
                return Thread.currentThread().isInterrupted();
              }
            });
    Thread reader = new Thread(reading);
    reader.start();
    source.waiting.await();

    reader.interrupt();

    assertThat(reading.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(source.closed).isTrue();
    reader.join();
  }

  @Test
  void a_stream_that_nobody_reads_starts_no_thread() throws IOException {
    ahead(new ByteArrayInputStream(new byte[10])).close();

    assertThat(threads).isEmpty();
  }
}
