/**
 * The log of everything that is deleted, which is only ever added to.
 *
 * <p>Owns {@code homekeep_deletions/} in the hub's directory. May call agent, runtime, storage and
 * wire.
 */
@NullMarked
package org.homekeep.core.backup.audit;

import org.jspecify.annotations.NullMarked;
