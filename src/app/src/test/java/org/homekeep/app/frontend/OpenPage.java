package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;

/** A page that is open in a browser: its websocket, and HTTP with its token. */
record OpenPage(String token, WebsocketClient socket, HttpApiClient http) implements AutoCloseable {
  private static final String FLOW = "/api/config/config_entries/flow";

  /** Logs in as the page does, without waiting to be asked, and says what it can. */
  static OpenPage of(Vertx vertx, int port, String token) {
    WebsocketClient socket = WebsocketClient.open(vertx, port);
    socket.sendRaw(new JsonObject().put("type", "auth").put("access_token", token));
    JsonObject greeting = socket.next(message -> "auth_ok".equals(message.getString("type")));
    Fields.check(greeting, "ha_version string");
    OpenPage page = new OpenPage(token, socket, HttpApiClient.anonymous(port).with(token));
    assertThat(
            page.result(
                "supported_features",
                new JsonObject().put("features", new JsonObject().put("coalesce_messages", 1))))
        .isNull();
    return page;
  }

  /** A command that must succeed; its result, whatever that is. */
  Object result(String command, JsonObject fields) {
    JsonObject answer = socket.ask(command, fields);
    assertThat(answer.getBoolean("success")).as(command + ": " + answer.encode()).isTrue();
    assertThat(answer.containsKey("result")).as(command).isTrue();
    return answer.getValue("result");
  }

  JsonObject call(String command) {
    return call(command, new JsonObject());
  }

  /** A command whose result is an object. */
  JsonObject call(String command, JsonObject fields) {
    return (JsonObject) result(command, fields);
  }

  /** A command whose result is a list. */
  JsonArray list(String command, JsonObject fields) {
    return (JsonArray) result(command, fields);
  }

  JsonArray list(String command) {
    return list(command, new JsonObject());
  }

  /** A command whose result is null. */
  void order(String command, JsonObject fields) {
    assertThat(result(command, fields)).as(command).isNull();
  }

  /** A command that is refused; the error. */
  JsonObject refused(String command, JsonObject fields) {
    JsonObject answer = socket.ask(command, fields);
    assertThat(answer.getBoolean("success")).as(command + ": " + answer.encode()).isFalse();
    Fields.check(answer.getJsonObject("error"), "code string\nmessage string");
    return answer.getJsonObject("error");
  }

  /** Subscribes; there is a result of null, and a first event waits, before it or after it. */
  int subscribe(String command, JsonObject fields) {
    int subscription = socket.send(command, fields);
    JsonObject result =
        socket.next(
            message ->
                "result".equals(message.getString("type"))
                    && message.getInteger("id", -1) == subscription);
    assertThat(result.getBoolean("success")).as(command + ": " + result.encode()).isTrue();
    assertThat(result.containsKey("result")).isTrue();
    assertThat(result.getValue("result")).isNull();
    return subscription;
  }

  int subscribe(String command) {
    return subscribe(command, new JsonObject());
  }

  /** Subscribes to an event of the bus. */
  int listen(String eventType) {
    return subscribe("subscribe_events", new JsonObject().put("event_type", eventType));
  }

  JsonObject startFlow(JsonObject body) {
    HttpApiClient.Answer answer =
        http.with("HA-Frontend-Base", "http://127.0.0.1")
            .post(FLOW, body.put("show_advanced_options", false));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  JsonObject submit(JsonObject step, JsonObject input) {
    HttpApiClient.Answer answer = http.post(FLOW + "/" + step.getString("flow_id"), input);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** A path that a new tab may open without a token. */
  String signed(String path) {
    String signed = call("auth/sign_path", new JsonObject().put("path", path)).getString("path");
    assertThat(signed).startsWith(path).contains("authSig=");
    return signed;
  }

  @Override
  public void close() {
    socket.close();
  }
}
