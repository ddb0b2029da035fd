package org.homekeep.core.backup.size;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.Folder;

/**
 * The backup whose size is asked for.
 *
 * @param folders which go in, and where they lie
 * @param excludes patterns of the user
 * @param most how many of the largest paths are told
 * @param limit after which the walk ends with what it has
 */
public record SizeQuestion(
    boolean includeDatabase,
    Map<Folder, Path> folders,
    List<String> excludes,
    int most,
    Duration limit) {
  public SizeQuestion {
    folders = Map.copyOf(folders);
    excludes = List.copyOf(excludes);
  }
}
