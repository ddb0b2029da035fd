package org.homekeep.core.backup.restore;

/** Is passed before each change of the disk, so that a test can end the process right there. */
@FunctionalInterface
interface Checkpoints {
  void pass();
}
