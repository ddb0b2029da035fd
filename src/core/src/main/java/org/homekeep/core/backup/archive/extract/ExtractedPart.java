package org.homekeep.core.backup.archive.extract;

import java.util.List;
import java.util.Map;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * What was extracted.
 *
 * @param entries files, directories and links written
 * @param bytes of the files written
 * @param warnings sentences about members that were not written; the first thousand
 * @param rootRecords extended records of the root that this library gives no meaning to
 */
public record ExtractedPart(
    long entries, long bytes, List<String> warnings, Map<String, RawText> rootRecords) {
  public ExtractedPart {
    warnings = List.copyOf(warnings);
    rootRecords = Map.copyOf(rootRecords);
  }
}
