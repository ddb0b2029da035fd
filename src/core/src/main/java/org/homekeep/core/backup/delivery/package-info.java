/**
 * The way of an archive to its locations: at once, and again and again where it did not work.
 *
 * <p>Owns {@code .storage/homekeep.deliveries}, the journal of copies that are still owed, and the
 * archives that are kept for them. May call agent, archive, audit, engine, ledger, digest,
 * evidence, config, event, local, storage and runtime.
 */
@NullMarked
package org.homekeep.core.backup.delivery;

import org.jspecify.annotations.NullMarked;
