/**
 * The agent {@code backup.local}: archives in a directory of the hub.
 *
 * <p>Owns {@code backups/}, and decides at a start what of {@code tmp_backups/} stays. May call
 * engine, digest, evidence, storage and runtime.
 */
@NullMarked
package org.homekeep.core.backup.local;

import org.jspecify.annotations.NullMarked;
