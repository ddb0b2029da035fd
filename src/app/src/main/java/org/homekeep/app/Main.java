package org.homekeep.app;

/** The entry point of the process; the only place that ends it. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and exits with its code. */
  public static void main(String[] arguments) {
    int code;
    try (ShutdownHook hook = ShutdownHook.install()) {
      code = CommandLines.of(hook.request(), System.getenv()).execute(arguments);
    }
    System.exit(code);
  }
}
