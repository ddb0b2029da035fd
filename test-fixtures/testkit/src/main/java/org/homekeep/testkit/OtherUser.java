package org.homekeep.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A further user of a hub, who was made by an administrator and logged in as a person does. */
public final class OtherUser {
  private static final String CLIENT_ID = "http://127.0.0.1:8123/";
  private static final String PASSWORD = "battery staple";

  private OtherUser() {}

  /**
   * Makes one who may act and is no administrator, and gives an access token.
   *
   * @param administrator a websocket of somebody who may make users
   * @param http of the same hub, without a token
   */
  public static String accessToken(WebsocketClient administrator, HttpApiClient http) {
    String id =
        administrator
            .call(
                "config/auth/create",
                new JsonObject()
                    .put("name", "Max")
                    .put("group_ids", new JsonArray().add("system-users")))
            .getJsonObject("user")
            .getString("id");
    administrator.call(
        "config/auth_provider/homeassistant/create",
        new JsonObject().put("user_id", id).put("username", "max").put("password", PASSWORD));
    JsonObject flow =
        http.post(
                "/auth/login_flow",
                new JsonObject()
                    .put("client_id", CLIENT_ID)
                    .put("redirect_uri", CLIENT_ID)
                    .put("handler", new JsonArray().add("homeassistant").addNull()))
            .json();
    JsonObject done =
        http.post(
                "/auth/login_flow/" + flow.getString("flow_id"),
                new JsonObject()
                    .put("client_id", CLIENT_ID)
                    .put("username", "max")
                    .put("password", PASSWORD))
            .json();
    return http.postForm(
            "/auth/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                done.getString("result"),
                "client_id",
                CLIENT_ID))
        .json()
        .getString("access_token");
  }
}
