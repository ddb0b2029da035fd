package org.homekeep.core.onboarding;

import io.vertx.core.Future;
import java.util.Optional;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.RouteHandler;

/**
 * Lets only those use a public route who may make the first user, and only until the first step of
 * setting up is done.
 */
public record NewHubGuard(Onboarding onboarding, SetUpGate gate) {

  /** The handler behind the guard. */
  public RouteHandler guarding(RouteHandler handler) {
    return request ->
        refusal(request)
            .<Future<HttpAnswer>>map(Future::failedFuture)
            .orElseGet(() -> handler.handle(request));
  }

  private Optional<HttpException> refusal(ApiRequest request) {
    if (!onboarding.isUntouched()) {
      return Optional.of(new HttpException(401, "Unauthorized"));
    }
    return gate.admits(request)
        ? Optional.empty()
        : Optional.of(new HttpException(403, SetUpGate.NOT_ADMITTED));
  }
}
