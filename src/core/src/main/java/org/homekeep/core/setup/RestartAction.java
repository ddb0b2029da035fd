package org.homekeep.core.setup;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.Actions;

/**
 * The action {@code homeassistant.restart}, for administrators: the hub stops well and starts again
 * in the same process, however that was started.
 */
public final class RestartAction {
  private RestartAction() {}

  /** Adds the action; its answer comes before connections end. */
  public static void register(Actions actions, HubControl control) {
    actions.add(
        new Action(
            "homeassistant",
            "restart",
            "Restart",
            "Stops Homekeep and starts it again. A backup that is being made is given up; copies"
                + " that are being sent go on after the start.",
            "mdi:restart",
            Access.ADMIN,
            List.of(),
            Action.Response.NONE,
            call -> {
              control.restart();
              return Future.succeededFuture(new JsonObject());
            }));
  }
}
