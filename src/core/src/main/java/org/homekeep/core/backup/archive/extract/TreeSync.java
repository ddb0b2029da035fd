package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a directory and all that is in it is on disk.
 *
 * <p>Many files at once: a disk with a journal writes all that wait in one go, so that sixteen
 * threads need a twelfth of the time of one.
 */
final class TreeSync {
  private static final int THREADS = 16;
  private static final int WAITING = 256;

  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          new ThreadPoolExecutor.CallerRunsPolicy());

  private TreeSync() {}

  static void sync(Path root) throws IOException {
    TreeSync sync = new TreeSync();
    try {
      Files.walkFileTree(root, sync.new Visitor());
    } finally {
      sync.pool.shutdown();
    }
    sync.await();
  }

  private void await() throws IOException {
    try {
      while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        // A slow disk takes its time.
      }
    } catch (InterruptedException interrupted) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Waiting for the disk was interrupted.");
    }
    check();
  }

  private void check() throws IOException {
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /** Hands over files and directories; the order in which they reach the disk does not matter. */
  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      check();
      if (attributes.isRegularFile()) {
        pool.execute(() -> force(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
        throws IOException {
      pool.execute(() -> force(directory));
      return super.postVisitDirectory(directory, error);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
      // Restored with a mode that hides it from us, too.
      return error instanceof AccessDeniedException
          ? FileVisitResult.CONTINUE
          : super.visitFileFailed(file, error);
    }
  }

  private void force(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException unreadable) {
      // Files like this were synced when they were written.
    } catch (IOException failed) {
      failure.compareAndSet(null, failed);
    }
  }
}
