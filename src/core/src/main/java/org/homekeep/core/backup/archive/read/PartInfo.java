package org.homekeep.core.backup.archive.read;

import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.part.ProbedPart;

/**
 * What can be said of a part without its key.
 *
 * @param name for instance {@code homeassistant}
 * @param compressed whether it is gzip, going by the member's name
 * @param size bytes in the archive
 */
public record PartInfo(String name, PartFormat format, boolean compressed, long size) {
  static PartInfo of(ProbedPart part) {
    return new PartInfo(
        part.name().text(),
        part.format(),
        part.member().isCompressed(),
        part.member().entry().size());
  }
}
