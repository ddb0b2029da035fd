package org.homekeep.core.backup.hook;

import org.homekeep.api.backup.BackupHooks;

/**
 * The hooks of one config entry.
 *
 * @param owner the title of the entry, which people know
 * @param hooks whose methods throw nothing, and whose futures complete on the hub's context
 */
public record OfferedHooks(String owner, BackupHooks hooks) {}
