/**
 * The folders beside the configuration that go into backups, and the directories that stand for
 * them.
 *
 * <p>Owns the settings that map them and the check that a directory is there before it is believed.
 * May call archive, evidence, snapshot and runtime.
 */
@NullMarked
package org.homekeep.core.backup.folder;

import org.jspecify.annotations.NullMarked;
