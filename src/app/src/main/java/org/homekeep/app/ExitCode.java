package org.homekeep.app;

/** What the process tells its caller at the end. */
final class ExitCode {
  static final int OK = 0;

  /** It could not be done. */
  static final int FAILURE = 1;

  /** What was typed makes no sense. */
  static final int USAGE = 2;

  private ExitCode() {}
}
