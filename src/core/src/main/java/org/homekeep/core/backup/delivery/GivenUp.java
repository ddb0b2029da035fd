package org.homekeep.core.backup.delivery;

import org.homekeep.core.backup.agent.CopyId;

/**
 * An upload that nobody goes on with, and that may have left something at its location.
 *
 * @param note what the location's agent wrote down; for it alone to read
 */
record GivenUp(CopyId copy, String note) {}
