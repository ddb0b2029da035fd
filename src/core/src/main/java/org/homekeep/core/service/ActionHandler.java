package org.homekeep.core.service;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Does an action. Called on the hub's context, after access and data were checked. */
@FunctionalInterface
public interface ActionHandler {

  /**
   * Succeeds when it is done, however long that takes, with what it gives back or an empty object.
   *
   * <p>Fails with an {@link ActionRefusedException} when what was asked for makes no sense, or a
   * {@code WireException} with a code of its own.
   */
  Future<JsonObject> handle(ActionCall call);
}
