/**
 * The agent {@code backup.local}: archives in a directory of the hub.
 *
 * <p>Owns {@code backups/}. May call engine, digest, evidence, storage and runtime.
 */
@NullMarked
package org.homekeep.core.backup.local;

import org.jspecify.annotations.NullMarked;
