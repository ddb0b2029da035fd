/**
 * What is known of the copies at the locations: which bytes were sent, and whether they are there.
 *
 * <p>Owns {@code .storage/homekeep.backup_copies}, and compares what a location holds with what it
 * was sent. May call agent, local, audit, digest, storage, wire and runtime.
 */
@NullMarked
package org.homekeep.core.backup.ledger;

import org.jspecify.annotations.NullMarked;
