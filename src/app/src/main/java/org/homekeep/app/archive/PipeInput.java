package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * A file that is none of the disk, such as a pipe: opening or reading it may wait for ever, and
 * ends when the user wants to stop.
 */
final class PipeInput extends InputStream {
  private static final int LOOK_AGAIN_MILLIS = 100;

  private final FileChannel channel;
  private final CountDownLatch closed = new CountDownLatch(1);

  private PipeInput(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens it, which waits for somebody who writes.
   *
   * @throws ArchiveException.Cancelled when the user stopped it
   */
  static PipeInput open(Path file, BooleanSupplier stopped) throws IOException {
    // Nothing can end a thread that opens a pipe, so it is one that the process does not wait for.
    FutureTask<FileChannel> opening =
        new FutureTask<>(() -> FileChannel.open(file, StandardOpenOption.READ));
    startDaemon(opening, "homekeep-open");
    PipeInput in = new PipeInput(opened(opening, stopped));
    startDaemon(() -> in.closeWhen(stopped), "homekeep-stop");
    return in;
  }

  private static void startDaemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static FileChannel opened(FutureTask<FileChannel> opening, BooleanSupplier stopped)
      throws IOException {
    while (!stopped.getAsBoolean()) {
      try {
        return opening.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        // It goes on waiting, unless it was stopped meanwhile.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        break;
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof IOException failure
            ? failure
            : new IOException(failed.getCause());
      }
    }
    throw new ArchiveException.Cancelled("Stopped.");
  }

  private void closeWhen(BooleanSupplier stopped) {
    try {
      while (!closed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stopped.getAsBoolean()) {
          close();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException harmless) {
      // Nobody reads it any more.
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    return length == 0 ? 0 : channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    channel.close();
  }
}
