package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.homekeep.api.Secret;

/** Takes the steps of the onboarding as a web page does, so that the demo begins after them. */
final class DemoUser {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpClient client;
  private final URI address;
  private String authorization = "";

  private DemoUser(HttpClient client, URI address) {
    this.client = client;
    this.address = address;
  }

  /** Makes the user of the hub at an address. */
  static Future<Void> add(Vertx vertx, URI address, Secret password) {
    HttpClient client = vertx.createHttpClient();
    return new DemoUser(client, address)
        .add(password)
        // Also keeps the client reachable: Vert.x closes one that the collector takes.
        .eventually(client::close);
  }

  private Future<Void> add(Secret password) {
    String id = address + "/";
    JsonObject user =
        new JsonObject()
            .put("name", "Demo")
            .put("username", DemoService.USER)
            .put("password", password.reveal())
            .put("client_id", id)
            .put("language", "en");
    JsonObject page = new JsonObject().put("client_id", id).put("redirect_uri", id);
    return post("/api/onboarding/users", JSON, user.toBuffer())
        .compose(made -> post("/auth/token", FORM, form(made.getString("auth_code"), id)))
        .onSuccess(tokens -> authorization = "Bearer " + tokens.getString("access_token"))
        .compose(tokens -> step("core_config", new JsonObject()))
        .compose(done -> step("analytics", new JsonObject()))
        .compose(done -> step("integration", page))
        .mapEmpty();
  }

  private Future<JsonObject> step(String name, JsonObject body) {
    return post("/api/onboarding/" + name, JSON, body.toBuffer());
  }

  private static Buffer form(String code, String clientId) {
    return Buffer.buffer(
        "grant_type=authorization_code&code=%s&client_id=%s"
            .formatted(
                URLEncoder.encode(code, StandardCharsets.UTF_8),
                URLEncoder.encode(clientId, StandardCharsets.UTF_8)));
  }

  private Future<JsonObject> post(String path, String type, Buffer body) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(address.getHost())
            .setPort(address.getPort())
            .setURI(path)
            .putHeader("Content-Type", type);
    if (!authorization.isEmpty()) {
      request.putHeader("Authorization", authorization);
    }
    return client
        .request(request)
        .compose((HttpClientRequest open) -> open.send(body))
        .compose(DemoUser::answer);
  }

  private static Future<JsonObject> answer(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body().map(Buffer::toJsonObject)
        : Future.failedFuture(
            CommandException.failure(
                "The hub refused the demo's user with status " + response.statusCode() + ".",
                new IllegalStateException(response.statusMessage())));
  }
}
