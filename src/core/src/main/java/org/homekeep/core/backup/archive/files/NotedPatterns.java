package org.homekeep.core.backup.archive.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * The patterns by which a user left something out of a part, as an extended record of the part's
 * root, which other readers pass over. It stands within the part, so that it is encrypted with it:
 * patterns tell names.
 */
public final class NotedPatterns {
  private static final String RECORD = "HOMEKEEP.excludes";

  private NotedPatterns() {}

  /** The record of some patterns, each of which is one line; none when there are none. */
  public static Map<String, RawText> write(List<String> patterns) {
    return patterns.isEmpty() ? Map.of() : Map.of(RECORD, RawText.of(String.join("\n", patterns)));
  }

  /**
   * The patterns that are noted.
   *
   * @param records of the root of a part
   * @throws ArchiveException.InvalidMetadata when they cannot be what a hub wrote
   */
  public static List<String> read(Map<String, RawText> records) throws ArchiveException {
    RawText noted = records.get(RECORD);
    if (noted == null) {
      return List.of();
    }
    List<String> patterns = List.of(noted.toString().split("\n", -1));
    Optional<String> problem =
        patterns.stream().flatMap(pattern -> IgnoreRules.problem(pattern).stream()).findFirst();
    if (patterns.size() > IgnoreRules.MOST_PATTERNS || problem.isPresent()) {
      throw new ArchiveException.InvalidMetadata(
          "What the backup says of the files that were left out of it cannot be read. %s"
              .formatted(problem.orElse("There are too many patterns.")));
    }
    return patterns;
  }
}
