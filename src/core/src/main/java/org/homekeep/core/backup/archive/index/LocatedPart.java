package org.homekeep.core.backup.archive.index;

import org.homekeep.core.backup.archive.part.ProbedPart;

/**
 * A part and where it stands in the archive.
 *
 * @param name for instance {@code homeassistant}
 * @param probed its format; the body of it is not read
 */
record LocatedPart(String name, ProbedPart probed, FileRange range) {}
