package org.homekeep.testkit;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** The first user of a hub, made as a client makes her. */
public final class FirstUser {
  private static final String CLIENT_ID = "http://127.0.0.1:8123/";

  private FirstUser() {}

  /** Makes her on a new hub and gives an access token of hers. */
  public static String accessToken(HttpApiClient http) {
    JsonObject made =
        http.post(
                "/api/onboarding/users",
                new JsonObject()
                    .put("name", "Ada")
                    .put("username", "ada")
                    .put("password", "correct horse")
                    .put("client_id", CLIENT_ID)
                    .put("language", "en"))
            .json();
    return http.postForm(
            "/auth/token",
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                made.getString("auth_code"),
                "client_id",
                CLIENT_ID))
        .json()
        .getString("access_token");
  }
}
