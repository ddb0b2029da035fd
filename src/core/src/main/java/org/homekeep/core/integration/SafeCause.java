package org.homekeep.core.integration;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import org.homekeep.api.Secret;

/**
 * A failure of an integration as it may be logged: a library may have put what was typed into its
 * message, as one does for a header that holds a line break.
 */
public final class SafeCause extends Exception {

  private SafeCause(String message, StackTraceElement[] stackTrace) {
    super(message, null, false, true);
    setStackTrace(stackTrace);
  }

  /** The failure itself, or, when it would show a secret, only its class and where it happened. */
  public static Throwable of(Throwable failure, Collection<Secret> secrets) {
    StringWriter shown = new StringWriter();
    failure.printStackTrace(new PrintWriter(shown));
    String text = shown.toString();
    boolean safe =
        secrets.stream().noneMatch(secret -> !secret.isEmpty() && text.contains(secret.reveal()));
    return safe
        ? failure
        : new SafeCause(
            failure.getClass().getName() + ", whose message is withheld because it shows a secret",
            failure.getStackTrace());
  }
}
