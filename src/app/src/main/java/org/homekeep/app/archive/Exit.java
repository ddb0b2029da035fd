package org.homekeep.app.archive;

/** What the archive commands tell their caller at the end. */
final class Exit {
  static final int OK = 0;

  /** The archive has a problem, the two differ, or a pattern fits nothing. */
  static final int PROBLEM = 1;

  /** What was typed makes no sense. */
  static final int USAGE = 2;

  /** The key is missing or another one. */
  static final int KEY = 3;

  /** The file is no archive, or of a kind that this version does not read. */
  static final int NOT_AN_ARCHIVE = 4;

  /** Something could not be read or written. */
  static final int FILES = 5;

  /** Stopped by the user. */
  static final int STOPPED = 130;

  /** Nobody reads the output any more. */
  static final int NOBODY_READS = 141;

  /** For the help of each command. */
  static final String[] LIST = {
    "0:done, and nothing is wrong",
    "1:the archive has a problem, the two differ, or a pattern or path fits nothing",
    "2:what was typed makes no sense",
    "3:the key is missing or wrong",
    "4:not a backup archive, or of an unknown kind",
    "5:a file could not be read or written",
    "130, 143:ended by Ctrl-C or SIGTERM"
  };

  private Exit() {}
}
