package org.homekeep.core.backup.archive.read;

import org.homekeep.core.backup.archive.PartFormat;

/**
 * A part that was opened and read.
 *
 * @param members of its tar that were seen
 * @param fileBytes bytes of their files
 * @param complete whether it was read to its end, with nothing wrong
 */
public record VerifiedPart(
    String name, PartFormat format, long members, long fileBytes, boolean complete) {}
