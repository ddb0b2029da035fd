package org.homekeep.core.backup.simulation;

/** What is wrong with a location for a time. */
enum Fault {
  NONE,
  /** It does not exist: its integration is not loaded. */
  AWAY,
  /** It says that it cannot be reached. */
  OUT,
  /** It never answers. */
  HANGS,
  /** It answers when nobody waits any more. */
  SLOW,
  /** It takes nothing. */
  REFUSES,
  /** Uploads break off; half of them stays and passes for a backup. */
  BREAKS,
  /** It says thanks and stores nothing. */
  LOSES,
  /** It says thanks and stores a part. */
  CUTS,
  /** It says thanks and stores something else. */
  ROTS,
  /** It lists nothing, and says so. */
  BLIND,
  /** It lists some of its copies, and says that there may be more. */
  PARTIAL,
  /** It lists what it had before. */
  STALE,
  /** It lists other sizes than its copies have. */
  MISJUDGES,
  /** It deletes nothing. */
  STUBBORN,
  /** It gives nothing back. */
  UNREADABLE
}
