package org.homekeep.app.integration;

/** What the integration commands tell their caller at the end; the same as the archive commands. */
final class Exit {
  static final int OK = 0;

  /** There is something to mend. */
  static final int PROBLEM = 1;

  /** What is named is no integration. */
  static final int NOT_AN_INTEGRATION = 4;

  /** Something could not be read or written. */
  static final int FILES = 5;

  /** For the help of each command. */
  static final String[] LIST = {
    "0:done, and nothing is to be mended",
    "1:something is to be mended",
    "2:what was typed makes no sense",
    "4:not an integration",
    "5:a file could not be read or written"
  };

  private Exit() {}
}
