package org.homekeep.core.backup.archive.extract;

import java.util.function.Predicate;
import org.homekeep.core.backup.archive.ArchiveLimits;

/**
 * How a part is extracted.
 *
 * @param root the directory within the part whose content is wanted, for instance {@code data};
 *     empty for everything
 * @param wanted which files, links and directories, by their path below the root
 * @param sync whether to wait at the end until every file is on disk
 */
public record ExtractOptions(
    String root, Predicate<String> wanted, ArchiveLimits limits, boolean sync) {
  /** All of Home Assistant's configuration, waiting for the disk. */
  public static ExtractOptions homeAssistant() {
    return new ExtractOptions("data", path -> true, ArchiveLimits.standard(), true);
  }

  /** The same for some paths. */
  public ExtractOptions withWanted(Predicate<String> paths) {
    return new ExtractOptions(root, paths, limits, sync);
  }

  /** The same, with or without waiting for the disk. */
  public ExtractOptions withSync(boolean other) {
    return new ExtractOptions(root, wanted, limits, other);
  }

  /** The same with other limits. */
  public ExtractOptions withLimits(ArchiveLimits other) {
    return new ExtractOptions(root, wanted, other, sync);
  }
}
