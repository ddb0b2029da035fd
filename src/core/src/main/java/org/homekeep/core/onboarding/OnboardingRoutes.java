package org.homekeep.core.onboarding;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AccountException;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.OAuthClient;
import org.homekeep.core.auth.OwnerExistsException;
import org.homekeep.core.home.HomeSettings;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Setting up a new hub over HTTP (framework.md §2.6). */
public final class OnboardingRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(OnboardingRoutes.class);
  private static final String BASE = "/api/onboarding";

  private static final String OTHER_START =
      "This address is not the one that Homekeep printed at its last start. Open the one that stands there now.";

  private static final Shape NEW_USER =
      Shapes.object(
          Shapes.Key.required("name", Shapes.string()),
          Shapes.Key.required("username", Shapes.string()),
          Shapes.Key.required("password", Shapes.string()),
          Shapes.Key.required("client_id", Shapes.string()),
          Shapes.Key.required("language", Shapes.string()));

  private static final Shape CLIENT =
      Shapes.object(
          Shapes.Key.required("client_id", Shapes.string()),
          Shapes.Key.required("redirect_uri", Shapes.string()));

  private static final Shape DOMAIN = Shapes.object(Shapes.Key.required("domain", Shapes.string()));

  private final Onboarding onboarding;
  private final AuthManager auth;
  private final HomeSettings home;
  private final Predicate<String> isLoaded;
  private final SetUpGate gate;

  /**
   * @param isLoaded whether the integration of a domain is set up
   */
  public OnboardingRoutes(
      Onboarding onboarding,
      AuthManager auth,
      HomeSettings home,
      Predicate<String> isLoaded,
      SetUpGate gate) {
    this.onboarding = onboarding;
    this.auth = auth;
    this.home = home;
    this.isLoaded = isLoaded;
    this.gate = gate;
  }

  /** Adds the routes. */
  public void register(Routes routes) {
    routes.add(
        HttpMethod.GET, SetUpGate.PATH + ":token", Access.PUBLIC, BodyMode.NONE, this::enter);
    routes.add(HttpMethod.GET, BASE, Access.PUBLIC, BodyMode.NONE, request -> steps());
    routes.add(
        HttpMethod.GET,
        BASE + "/installation_type",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> installationType());
    routes.add(
        HttpMethod.POST, BASE + "/users", Access.PUBLIC, BodyMode.JSON, this::createFirstUser);
    routes.add(
        HttpMethod.POST,
        BASE + "/core_config",
        Access.ADMIN,
        BodyMode.JSON,
        request -> finish(OnboardingStep.CORE_CONFIG));
    routes.add(
        HttpMethod.POST,
        BASE + "/analytics",
        Access.ADMIN,
        BodyMode.JSON,
        request -> finish(OnboardingStep.ANALYTICS));
    routes.add(
        HttpMethod.POST, BASE + "/integration", Access.ADMIN, BodyMode.JSON, this::integration);
    routes.add(
        HttpMethod.POST,
        BASE + "/integration/wait",
        Access.PUBLIC,
        BodyMode.JSON,
        this::integrationWait);
  }

  /** The address that was printed: leaves the token in the browser and shows the page. */
  private Future<HttpAnswer> enter(ApiRequest request) {
    if (onboarding.isDone(OnboardingStep.USER)) {
      return Future.succeededFuture(toThePage(Map.of()));
    }
    if (!gate.isToken(request.pathParam("token"))) {
      request.visitor().failedLogin();
      return Future.succeededFuture(HttpAnswer.text(403, OTHER_START));
    }
    return Future.succeededFuture(toThePage(Map.of("Set-Cookie", gate.cookie())));
  }

  private static HttpAnswer toThePage(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Location", "/");
    all.put("Cache-Control", "no-store");
    return new HttpAnswer.Full(303, "text/plain; charset=utf-8", "", all);
  }

  private Future<HttpAnswer> steps() {
    JsonArray steps = new JsonArray();
    for (OnboardingStep step : OnboardingStep.values()) {
      steps.add(new JsonObject().put("step", step.wire()).put("done", onboarding.isDone(step)));
    }
    return Future.succeededFuture(HttpAnswer.ok(steps));
  }

  private Future<HttpAnswer> installationType() {
    return onboarding.isUntouched()
        ? Future.succeededFuture(
            HttpAnswer.ok(new JsonObject().put("installation_type", "Home Assistant Core")))
        : Future.failedFuture(new HttpException(401, "Unauthorized"));
  }

  private Future<HttpAnswer> createFirstUser(ApiRequest request) {
    JsonObject body = request.json();
    Optional<Exception> refusal = refusal(OnboardingStep.USER, body, NEW_USER);
    if (refusal.isPresent()) {
      return Future.failedFuture(refusal.get());
    }
    if (!gate.admits(request)) {
      request.visitor().failedLogin();
      return Future.failedFuture(new HttpException(403, SetUpGate.NOT_ADMITTED));
    }
    if (body.getString("username").isBlank() || body.getString("password").isEmpty()) {
      return Future.failedFuture(new HttpException(400, "Enter a user name and a password."));
    }
    return auth.createOwner(
            body.getString("name"),
            body.getString("username"),
            Secret.of(body.getString("password")))
        .recover(failure -> Future.failedFuture(refusal(failure)))
        .compose(owner -> welcome(owner, body));
  }

  private static Throwable refusal(Throwable failure) {
    if (failure instanceof OwnerExistsException) {
      return new HttpException(403, OnboardingStep.USER.alreadyDone());
    }
    return failure instanceof AccountException
        ? new HttpException(400, String.valueOf(failure.getMessage()))
        : failure;
  }

  /** There is an owner now, so that nothing that comes after is a reason to answer an error. */
  private Future<HttpAnswer> welcome(Credential owner, JsonObject body) {
    onboarding.firstUserMade();
    return home.update(before -> before.withLanguage(body.getString("language")))
        .transform(
            updated -> {
              if (updated.failed()) {
                LOG.atWarn()
                    .setCause(updated.cause())
                    .log("The language of the first user could not be kept");
              }
              return Future.succeededFuture(code(body.getString("client_id"), owner));
            });
  }

  private Future<HttpAnswer> finish(OnboardingStep step) {
    if (onboarding.isDone(step)) {
      return Future.failedFuture(new HttpException(403, step.alreadyDone()));
    }
    return onboarding.finish(step).map(done -> HttpAnswer.ok(new JsonObject()));
  }

  private Future<HttpAnswer> integration(ApiRequest request) {
    JsonObject body = request.json();
    Optional<Exception> refusal = refusal(OnboardingStep.INTEGRATION, body, CLIENT);
    if (refusal.isPresent()) {
      return Future.failedFuture(refusal.get());
    }
    String clientId = body.getString("client_id");
    Optional<Credential> credential =
        auth.tokenById(request.principal().refreshTokenId()).flatMap(auth::credentialOf);
    if (!OAuthClient.mayRedirect(clientId, body.getString("redirect_uri"))
        || credential.isEmpty()) {
      return Future.failedFuture(new HttpException(400, "invalid client id or redirect uri"));
    }
    return onboarding
        .finish(OnboardingStep.INTEGRATION)
        .map(done -> code(clientId, credential.get()));
  }

  private Future<HttpAnswer> integrationWait(ApiRequest request) {
    if (onboarding.isComplete()) {
      return Future.failedFuture(new HttpException(401, "Unauthorized"));
    }
    try {
      DOMAIN.check(request.json(), "data");
    } catch (ShapeException malformed) {
      return Future.failedFuture(malformed);
    }
    boolean loaded = isLoaded.test(request.json().getString("domain"));
    return Future.succeededFuture(
        HttpAnswer.ok(new JsonObject().put("integration_loaded", loaded)));
  }

  private HttpAnswer code(String clientId, Credential credential) {
    return HttpAnswer.ok(new JsonObject().put("auth_code", auth.createCode(clientId, credential)));
  }

  private Optional<Exception> refusal(OnboardingStep step, JsonObject body, Shape shape) {
    if (onboarding.isDone(step)) {
      return Optional.of(new HttpException(403, step.alreadyDone()));
    }
    try {
      shape.check(body, "data");
      return Optional.empty();
    } catch (ShapeException malformed) {
      return Optional.of(malformed);
    }
  }
}
