package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;

/** What was submitted does not fit the form that is shown. */
public final class InvalidInputException extends Exception {
  private final transient JsonObject errors;

  InvalidInputException(JsonObject errors) {
    super("The submission does not fit the form.");
    this.errors = errors;
  }

  /** Field → sentence, and {@code base} → list of sentences. */
  public JsonObject errors() {
    return errors;
  }
}
