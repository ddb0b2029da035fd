package org.homekeep.core.service;

import org.homekeep.core.wire.ErrorTranslation;

/** What an action was asked to do makes no sense; the message says why, for people. */
public final class ActionRefusedException extends Exception {
  private final ErrorTranslation translation;

  public ActionRefusedException(String message, ErrorTranslation translation) {
    super(message);
    this.translation = translation;
  }

  /** Where the words of the error stand in the translations. */
  public ErrorTranslation translation() {
    return translation;
  }
}
