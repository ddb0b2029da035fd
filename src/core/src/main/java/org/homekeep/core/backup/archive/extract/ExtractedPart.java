package org.homekeep.core.backup.archive.extract;

import java.util.List;

/**
 * What was extracted.
 *
 * @param entries files, directories and links written
 * @param bytes of the files written
 * @param warnings sentences about members that were not written; the first thousand
 */
public record ExtractedPart(long entries, long bytes, List<String> warnings) {
  public ExtractedPart {
    warnings = List.copyOf(warnings);
  }
}
