/**
 * A disk in memory that can be full, and whose power can fail at any of its operations.
 *
 * <p>Owns its files; knows nothing of hubs. Everything that a hub does through {@code
 * java.nio.file} works on it.
 */
@NullMarked
package org.homekeep.core.backup.simulation.disk;

import org.jspecify.annotations.NullMarked;
