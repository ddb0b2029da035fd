package org.homekeep.core.flow;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.Routes;

/**
 * {@code /auth/external/callback}: where other services send people back to. Public, since the
 * browser may come without a token; the secret of the visit stands in for it.
 */
public final class ExternalCallbackRoute {
  private static final String STATE = "state";
  private static final int MOST_PARAMETERS = 32;
  private static final int LONGEST_PARAMETER = 16 * 1024;
  private static final String BACK =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Homekeep</title>
      <p>%s</p></html>
      """;

  private final ExternalVisits visits;

  public ExternalCallbackRoute(ExternalVisits visits) {
    this.visits = visits;
  }

  /** Adds the route. */
  public void register(Routes routes) {
    routes.add(HttpMethod.GET, "/auth/external/callback", Access.PUBLIC, BodyMode.NONE, this::back);
  }

  private Future<HttpAnswer> back(ApiRequest request) {
    Optional<String> secret = request.query(STATE);
    boolean known =
        secret.isPresent() && visits.end(secret.get(), answer(request.queryParameters()));
    return Future.succeededFuture(
        known
            ? page(200, "Done. You can close this window and go on where you were.")
            : page(
                400,
                "This page was opened too late or twice. Go back to Homekeep and begin again."));
  }

  private static Map<String, String> answer(Map<String, String> query) {
    Map<String, String> answer = new LinkedHashMap<>();
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      boolean wanted = !parameter.getKey().equals(STATE) && answer.size() < MOST_PARAMETERS;
      if (wanted && parameter.getValue().length() <= LONGEST_PARAMETER) {
        answer.put(parameter.getKey(), parameter.getValue());
      }
    }
    return answer;
  }

  private static HttpAnswer page(int status, String sentence) {
    return new HttpAnswer.Full(
        status, "text/html; charset=utf-8", BACK.formatted(sentence), Map.of());
  }
}
