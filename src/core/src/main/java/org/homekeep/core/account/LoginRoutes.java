package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.OAuthClient;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.ClientAddresses;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;

/** Logging in over HTTP (framework.md §2.2). */
final class LoginRoutes {
  private static final String FLOW = "/auth/login_flow/:flow_id";

  /** Longer than any browser's; it is kept as long as the login takes. */
  private static final int LONGEST_REDIRECT = 4096;

  private static final Shape START =
      Shapes.object(
          Shapes.Key.required("client_id", Shapes.string()),
          Shapes.Key.required("handler", Shapes.anything()),
          Shapes.Key.required("redirect_uri", Shapes.string()),
          Shapes.Key.optional("type", Shapes.oneOf("authorize", "link_user")));

  private static final Shape CREDENTIALS =
      Shapes.object(
          Shapes.Key.required("username", Shapes.string()),
          Shapes.Key.required("password", Shapes.string()));

  private final AuthManager auth;
  private final LoginFlows flows;

  LoginRoutes(AuthManager auth, LoginFlows flows) {
    this.auth = auth;
    this.flows = flows;
  }

  void register(Routes routes) {
    routes.add(
        HttpMethod.GET,
        "/.well-known/oauth-authorization-server",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.succeededFuture(metadata()));
    routes.add(
        HttpMethod.GET, "/auth/providers", Access.PUBLIC, BodyMode.NONE, request -> providers());
    routes.add(HttpMethod.POST, "/auth/login_flow", Access.PUBLIC, BodyMode.JSON, this::start);
    routes.add(HttpMethod.POST, FLOW, Access.PUBLIC, BodyMode.JSON, this::step);
    routes.add(HttpMethod.DELETE, FLOW, Access.PUBLIC, BodyMode.NONE, this::abort);
    routes.add(
        HttpMethod.GET,
        FLOW,
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.failedFuture(new HttpException(404, "Invalid flow specified")));
  }

  private static HttpAnswer metadata() {
    return HttpAnswer.ok(
        new JsonObject()
            .put("authorization_endpoint", "/auth/authorize")
            .put("token_endpoint", "/auth/token")
            .put("revocation_endpoint", "/auth/revoke")
            .put("response_types_supported", new JsonArray().add("code"))
            .put("service_documentation", "https://developers.home-assistant.io/docs/auth_api"));
  }

  private Future<HttpAnswer> providers() {
    if (!auth.hasUsers()) {
      return Future.succeededFuture(
          HttpAnswer.json(
              400,
              new JsonObject()
                  .put("message", "Onboarding not finished")
                  .put("code", "onboarding_required")));
    }
    JsonObject local =
        new JsonObject()
            .put("name", "Home Assistant Local")
            .putNull("id")
            .put("type", Credential.LOCAL_PROVIDER);
    return Future.succeededFuture(
        HttpAnswer.ok(
            new JsonObject()
                .put("providers", new JsonArray().add(local))
                .put("preselect_remember_me", true)));
  }

  private Future<HttpAnswer> start(ApiRequest request) {
    JsonObject body = request.json();
    try {
      START.check(body, "data");
      requireClientId(body.getString("client_id"));
    } catch (ShapeException | HttpException refused) {
      return Future.failedFuture(refused);
    }
    if (body.getString("redirect_uri").length() > LONGEST_REDIRECT) {
      return Future.failedFuture(new HttpException(400, "Invalid redirect URI"));
    }
    if (!handler().equals(body.getValue("handler"))) {
      return Future.failedFuture(new HttpException(404, "Invalid handler specified"));
    }
    LoginFlows.LoginFlow flow =
        flows.start(body.getString("redirect_uri"), ClientAddresses.of(request.raw()));
    return Future.succeededFuture(HttpAnswer.ok(form(flow, new JsonObject())));
  }

  private Future<HttpAnswer> step(ApiRequest request) {
    ClientAddress from = ClientAddresses.of(request.raw());
    JsonObject fields = request.json();
    Object clientId = fields.remove("client_id");
    LoginFlows.LoginFlow flow;
    try {
      requireClientId(clientId);
      flow = flows.find(request.pathParam("flow_id"), from);
      CREDENTIALS.check(fields, "data");
    } catch (HttpException refused) {
      return Future.failedFuture(refused);
    } catch (ShapeException malformed) {
      return Future.failedFuture(new HttpException(400, "User input malformed"));
    }
    return flows
        .step(
            flow,
            String.valueOf(clientId),
            fields.getString("username"),
            Secret.of(fields.getString("password")),
            from)
        .map(outcome -> HttpAnswer.ok(json(flow, outcome)));
  }

  private Future<HttpAnswer> abort(ApiRequest request) {
    return flows.abort(request.pathParam("flow_id"))
        ? Future.succeededFuture(HttpAnswer.message(200, "Flow aborted"))
        : Future.failedFuture(new HttpException(404, "Invalid flow specified"));
  }

  private static void requireClientId(Object clientId) throws HttpException {
    if (!(clientId instanceof String text) || !OAuthClient.isValidId(text)) {
      throw new HttpException(400, "Invalid client id");
    }
  }

  private static JsonObject json(LoginFlows.LoginFlow flow, LoginFlows.Outcome outcome) {
    if (outcome instanceof LoginFlows.LoggedIn loggedIn) {
      return new JsonObject()
          .put("version", 1)
          .put("type", "create_entry")
          .put("flow_id", flow.id())
          .put("handler", handler())
          .putNull("description")
          .putNull("description_placeholders")
          .put("result", loggedIn.code());
    }
    return form(flow, new JsonObject().put("base", "invalid_auth"));
  }

  private static JsonObject form(LoginFlows.LoginFlow flow, JsonObject errors) {
    JsonArray schema = new JsonArray();
    for (String field : List.of("username", "password")) {
      schema.add(new JsonObject().put("name", field).put("required", true).put("type", "string"));
    }
    return new JsonObject()
        .put("type", "form")
        .put("flow_id", flow.id())
        .put("handler", handler())
        .put("step_id", "init")
        .put("data_schema", schema)
        .put("errors", errors)
        .putNull("description_placeholders")
        .putNull("last_step")
        .putNull("preview");
  }

  private static JsonArray handler() {
    return new JsonArray().add(Credential.LOCAL_PROVIDER).addNull();
  }
}
