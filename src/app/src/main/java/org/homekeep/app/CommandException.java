package org.homekeep.app;

/** The end of a command that could not do its work; the message is for the person who typed it. */
final class CommandException extends Exception {
  private final int exitCode;

  private CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static CommandException failure(String message, Throwable cause) {
    return new CommandException(ExitCode.FAILURE, message, cause);
  }

  static CommandException usage(String message, Throwable cause) {
    return new CommandException(ExitCode.USAGE, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
