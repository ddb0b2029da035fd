package org.homekeep.app.archive;

/** The end of a command that could not do its work; the message is for the person who typed it. */
final class Trouble extends Exception {
  private final int exitCode;

  Trouble(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }

  /** Says what is wrong with a file that was named. */
  static Trouble withFile(String message) {
    return new Trouble(Exit.FILES, message);
  }
}
