package org.homekeep.core.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The claim of one process on a configuration directory, so that two hubs never write to the same
 * state. The operating system gives it back when the process dies, however it dies.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = ".ha_run.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Claims the directory, making it when it is not there. Blocking.
   *
   * @throws DirectoryInUseException when another hub has it
   */
  public static DirectoryLock claim(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean claimed = false;
    try {
      FileLock lock = channel.tryLock();
      claimed = lock != null;
    } catch (OverlappingFileLockException inThisProcess) {
      claimed = false;
    } finally {
      if (!claimed) {
        channel.close();
      }
    }
    if (!claimed) {
      throw new DirectoryInUseException(directory);
    }
    return new DirectoryLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
