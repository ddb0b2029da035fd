package org.homekeep.core.frontend.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A directory of which everybody may read the files, and nothing outside of it: a link that leads
 * out is not there, nor is what begins with a dot.
 *
 * @param parent without links; what lies in it is known
 * @param name of the directory in it, empty for the parent itself. When it is a link it leads out
 */
record ServedDirectory(Path parent, String name) {

  /** The file that a path from outside means, without links. Blocking. */
  Optional<Path> find(List<String> segments) throws IOException {
    if (segments.isEmpty() || segments.stream().anyMatch(ServedDirectory::isRefused)) {
      return Optional.empty();
    }
    try {
      Path root = parent.toRealPath().resolve(name).normalize();
      Path file = root.resolve(String.join("/", segments)).toRealPath();
      return Optional.of(file)
          .filter(found -> found.startsWith(root) && Files.isRegularFile(found));
    } catch (AccessDeniedException forbidden) {
      throw forbidden;
    } catch (FileSystemException | InvalidPathException notThere) {
      return Optional.empty();
    }
  }

  private static boolean isRefused(String segment) {
    return segment.isEmpty() || segment.startsWith(".") || segment.contains("\\");
  }
}
