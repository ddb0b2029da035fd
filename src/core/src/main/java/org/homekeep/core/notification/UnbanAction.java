package org.homekeep.core.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.ActionRefusedException;
import org.homekeep.core.service.Actions;
import org.homekeep.core.wire.ErrorTranslation;
import org.homekeep.core.wire.Excerpt;
import org.homekeep.core.wire.Shapes;

/** The action {@code http.unban} of administrators (framework.md §12.1). */
final class UnbanAction {
  private static final int LONGEST_ADDRESS = 64;

  private final HubHttpServer server;
  private final LoginNotices notices;

  UnbanAction(HubHttpServer server, LoginNotices notices) {
    this.server = server;
    this.notices = notices;
  }

  void register(Actions actions) {
    actions.add(
        new Action(
            "http",
            "unban",
            "Allow an address again",
            "Ends the ban of an address from which too many logins failed.",
            "mdi:shield-off",
            Access.ADMIN,
            List.of(
                new Action.Field(
                    Shapes.Key.required("ip_address", Shapes.string(LONGEST_ADDRESS)),
                    "IP address",
                    "The address that is banned.")),
            Action.Response.NONE,
            call -> unban(call.data().getString("ip_address"))));
  }

  private Future<JsonObject> unban(String text) {
    Optional<ClientAddress> address =
        ClientAddress.normalize(text).map(ip -> new ClientAddress(ip, false));
    if (address.isEmpty()) {
      return refused(text);
    }
    return server
        .unban(address.get())
        .compose(
            wasBanned -> {
              if (!wasBanned) {
                return refused(text);
              }
              notices.allowed(address.get());
              return Future.succeededFuture(new JsonObject());
            });
  }

  private static Future<JsonObject> refused(String text) {
    String shown = Excerpt.of(text);
    return Future.failedFuture(
        new ActionRefusedException(
            "The address %s is not banned.".formatted(shown),
            new ErrorTranslation("homeassistant", "address_not_banned", Map.of("address", shown))));
  }
}
