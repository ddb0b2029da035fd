package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Waits until a directory and all that is in it is on disk. */
final class TreeSync extends SimpleFileVisitor<Path> {
  static void sync(Path root) throws IOException {
    Files.walkFileTree(root, new TreeSync());
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      force(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
      throws IOException {
    force(directory);
    return super.postVisitDirectory(directory, error);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
    // Restored with a mode that hides it from us, too.
    return error instanceof AccessDeniedException
        ? FileVisitResult.CONTINUE
        : super.visitFileFailed(file, error);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException unreadable) {
      // Files like this were synced when they were written.
    }
  }
}
