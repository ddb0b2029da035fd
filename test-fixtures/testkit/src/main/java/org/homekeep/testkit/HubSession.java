package org.homekeep.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A person in front of a hub: HTTP with her token, and what she does in a browser. */
public final class HubSession {
  private static final String FLOW = "/api/config/config_entries/flow";

  private final int port;
  private final String token;
  private final HttpApiClient http;

  private HubSession(int port, String token) {
    this.port = port;
    this.token = token;
    this.http = HttpApiClient.anonymous(port).with(token);
  }

  /** The first user of a hub that has none yet. */
  public static HubSession first(int port) {
    return new HubSession(port, FirstUser.accessToken(HttpApiClient.anonymous(port)));
  }

  /** The same person at a hub that was started again and may listen elsewhere. */
  public HubSession at(int otherPort) {
    return new HubSession(otherPort, token);
  }

  /** Her access token. */
  public String token() {
    return token;
  }

  public HttpApiClient http() {
    return http;
  }

  /** A websocket of hers; the caller closes it. */
  public WebsocketClient websocket(Vertx vertx) {
    return WebsocketClient.connect(vertx, port, token);
  }

  /** Begins to add an integration; the first step as it is on the wire. */
  public JsonObject startFlow(String domain) {
    return http.post(FLOW, new JsonObject().put("handler", domain)).json();
  }

  /** Submits a step of a flow; what follows, as it is on the wire. */
  public JsonObject submit(String flowId, JsonObject input) {
    return http.post(FLOW + "/" + flowId, input).json();
  }

  /** Adds an integration by filling in its first form; the finished step. */
  public JsonObject add(String domain, JsonObject input) {
    JsonObject made = submit(startFlow(domain).getString("flow_id"), input);
    if (!"create_entry".equals(made.getString("type"))) {
      throw new AssertionError("The flow made no entry: " + made.encode());
    }
    return made;
  }

  /** The config entries of a domain, as they are on the wire. */
  public List<JsonObject> entries(String domain) {
    return new JsonArray(http.get("/api/config/config_entries/entry?domain=" + domain).body())
        .stream().map(JsonObject.class::cast).toList();
  }

  /** Removes an entry. */
  public JsonObject remove(String entryId) {
    return http.delete("/api/config/config_entries/entry/" + entryId).json();
  }
}
