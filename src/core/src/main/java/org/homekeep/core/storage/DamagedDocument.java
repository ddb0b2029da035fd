package org.homekeep.core.storage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored document that could not be read and was put aside.
 *
 * @param key of the document
 * @param aside where it lies now
 * @param reason what is wrong with it
 * @param usedInstead when the older generation was saved that is used in its place; empty when the
 *     hub begins without any
 */
public record DamagedDocument(
    String key, Path aside, String reason, Instant found, Optional<Instant> usedInstead) {}
