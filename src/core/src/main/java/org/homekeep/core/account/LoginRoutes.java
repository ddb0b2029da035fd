package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AccountException;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.OAuthClient;
import org.homekeep.core.auth.User;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BaseAddress;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.http.Visitor;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;

/** Logging in over HTTP (framework.md §2.2). */
final class LoginRoutes {
  private static final String LINKED = "User linked";
  private static final String FLOW = "/auth/login_flow/:flow_id";

  /** Longer than any browser's; it is kept as long as the login takes. */
  private static final int LONGEST_REDIRECT = 4096;

  private static final Shape START =
      Shapes.object(
          Shapes.Key.required("client_id", Shapes.string()),
          Shapes.Key.required("handler", Shapes.anything()),
          Shapes.Key.required("redirect_uri", Shapes.string()),
          Shapes.Key.optional("type", Shapes.oneOf("authorize", "link_user")));

  private static final Shape CODE = Shapes.object(Shapes.Key.required("code", Shapes.string()));

  private static final Shape LINK =
      Shapes.object(
          Shapes.Key.required("code", Shapes.string()),
          Shapes.Key.required("client_id", Shapes.string()));

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
        HttpMethod.GET,
        "/.well-known/oauth-protected-resource",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.succeededFuture(resource(request)));
    routes.add(
        HttpMethod.GET, "/auth/providers", Access.PUBLIC, BodyMode.NONE, request -> providers());
    routes.add(
        HttpMethod.POST,
        "/auth/login_flow",
        Access.PUBLIC,
        BodyMode.JSON,
        request -> counted(request, start(request)));
    routes.add(
        HttpMethod.POST,
        FLOW,
        Access.PUBLIC,
        BodyMode.JSON,
        request -> counted(request, step(request)));
    routes.add(HttpMethod.POST, "/auth/link_user", Access.USER, BodyMode.JSON, this::link);
    routes.add(HttpMethod.DELETE, FLOW, Access.PUBLIC, BodyMode.NONE, this::abort);
    routes.add(
        HttpMethod.GET,
        FLOW,
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.failedFuture(new HttpException(404, "Invalid flow specified")));
  }

  /** Whatever is not answered with a step counts as a failed login (framework.md §12.1). */
  private static Future<HttpAnswer> counted(ApiRequest request, Future<HttpAnswer> answer) {
    return answer.onFailure(refused -> request.visitor().failedLogin());
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

  /** Which server a client has to ask for a token (RFC 9728). */
  private static HttpAnswer resource(ApiRequest request) {
    String base = BaseAddress.of(request.raw()).orElse("");
    return HttpAnswer.ok(
        new JsonObject()
            .put("resource", base)
            .put("authorization_servers", new JsonArray().add(base))
            .put("bearer_methods_supported", new JsonArray().add("header")));
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
    if (!LoginForms.handler().equals(body.getValue("handler"))) {
      return Future.failedFuture(new HttpException(404, "Invalid handler specified"));
    }
    boolean toLink = "link_user".equals(body.getString("type"));
    LoginFlow flow =
        flows.start(body.getString("redirect_uri"), toLink, request.visitor().address());
    return Future.succeededFuture(HttpAnswer.ok(LoginForms.first(flow)));
  }

  private Future<HttpAnswer> step(ApiRequest request) {
    JsonObject fields = request.json();
    Object clientId = fields.remove("client_id");
    try {
      requireClientId(clientId);
      LoginFlow flow = flows.find(request.pathParam("flow_id"), request.visitor().address());
      (flow.challenge().isPresent() ? CODE : CREDENTIALS).check(fields, "data");
      return next(flow, String.valueOf(clientId), fields, request.visitor())
          .map(outcome -> HttpAnswer.ok(LoginForms.of(flow, outcome)));
    } catch (HttpException refused) {
      return Future.failedFuture(refused);
    } catch (ShapeException malformed) {
      return Future.failedFuture(new HttpException(400, "User input malformed"));
    }
  }

  private Future<LoginFlows.Outcome> next(
      LoginFlow flow, String clientId, JsonObject fields, Visitor visitor) {
    return flow.challenge()
        .map(asked -> flows.code(flow, asked, clientId, fields.getString("code"), visitor))
        .orElseGet(
            () ->
                flows.password(
                    flow,
                    clientId,
                    fields.getString("username"),
                    Secret.of(fields.getString("password")),
                    visitor));
  }

  private Future<HttpAnswer> link(ApiRequest request) {
    JsonObject body = request.json();
    try {
      LINK.check(body, "data");
    } catch (ShapeException malformed) {
      return Future.failedFuture(malformed);
    }
    User user = request.principal().user();
    Optional<Credential> found =
        auth.redeemCodeToLink(body.getString("client_id"), body.getString("code"));
    if (found.isEmpty()) {
      return Future.failedFuture(new HttpException(400, "Invalid code"));
    }
    if (auth.credentialsOf(user).contains(found.get())) {
      return Future.succeededFuture(HttpAnswer.message(200, LINKED));
    }
    return auth.directory()
        .link(user, found.get())
        .map(linked -> HttpAnswer.message(200, LINKED))
        .recover(
            refused -> {
              String message = String.valueOf(refused.getMessage());
              if (refused instanceof NotSavedException) {
                return Future.failedFuture(new HttpException(500, message));
              }
              return Future.failedFuture(
                  refused instanceof AccountException ? new HttpException(400, message) : refused);
            });
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
}
