package org.homekeep.core.backup.archive.read;

import org.homekeep.core.backup.archive.PartFormat;

/**
 * A part that was read to its end.
 *
 * @param members of its tar
 * @param fileBytes bytes of all its files
 */
public record VerifiedPart(String name, PartFormat format, long members, long fileBytes) {}
