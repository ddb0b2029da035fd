package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads which step of a menu a person chose (framework.md §4.3). */
final class MenuChoice {
  static final String KEY = "next_step_id";

  private MenuChoice() {}

  static String read(List<String> options, JsonObject input) throws InvalidInputException {
    if (input.size() == 1
        && input.getValue(KEY) instanceof String chosen
        && options.contains(chosen)) {
      return chosen;
    }
    throw new InvalidInputException(
        new JsonObject()
            .put("base", new JsonArray().add("'%s' must be one of %s".formatted(KEY, options))));
  }
}
