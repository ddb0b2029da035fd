package org.homekeep.core.account;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.OAuthClient;
import org.homekeep.core.auth.TooManyLoginsException;
import org.homekeep.core.auth.User;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.HubRuntime;

/** The logins that are under way: bounded in number and in time. */
final class LoginFlows {
  private static final int MOST = 256;
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** What a client began. */
  record LoginFlow(String id, String redirectUri, ClientAddress from, Instant started) {}

  /** How a step ended. */
  sealed interface Outcome {}

  /** The client gets tokens for the code. */
  record LoggedIn(String code) implements Outcome {}

  /** User name or password are wrong; the user may try again. */
  record WrongPassword() implements Outcome {}

  private final Clock clock;
  private final AuthManager auth;
  private final Map<String, LoginFlow> flows = new LinkedHashMap<>();

  LoginFlows(HubRuntime runtime, AuthManager auth) {
    this.clock = runtime.clock();
    this.auth = auth;
  }

  LoginFlow start(String redirectUri, ClientAddress from) {
    Instant now = clock.instant();
    flows.values().removeIf(flow -> flow.started().plus(LIFETIME).isBefore(now));
    makeRoom();
    LoginFlow flow = new LoginFlow(HexId.next(), redirectUri, from, now);
    flows.put(flow.id(), flow);
    return flow;
  }

  /** A flood of flows ends flows of the network it comes from, and nobody else's. */
  private void makeRoom() {
    if (flows.size() < MOST) {
      return;
    }
    Map<String, List<LoginFlow>> byNetwork =
        flows.values().stream()
            .collect(
                Collectors.groupingBy(
                    flow -> flow.from().network(), LinkedHashMap::new, Collectors.toList()));
    byNetwork.values().stream()
        .max(Comparator.comparingInt(List::size))
        .ifPresent(most -> flows.remove(most.get(0).id()));
  }

  boolean abort(String id) {
    return flows.remove(id) != null;
  }

  /**
   * The flow, if the same machine asks that began it.
   *
   * @throws HttpException 404 or 400 (framework.md §2.2)
   */
  LoginFlow find(String id, ClientAddress from) throws HttpException {
    LoginFlow flow = flows.get(id);
    if (flow == null) {
      throw new HttpException(404, "Invalid flow specified");
    }
    if (!flow.from().ip().equals(from.ip())) {
      throw new HttpException(400, "IP address changed");
    }
    return flow;
  }

  /** Tries to log in. Fails with {@link HttpException} 403 or 429. */
  Future<Outcome> step(
      LoginFlow flow, String clientId, String username, Secret password, ClientAddress from) {
    Optional<Duration> wait = auth.throttle().attempt(from);
    if (wait.isPresent()) {
      return tooMany(wait.get());
    }
    return auth.checkPassword(username, password)
        .recover(
            failure ->
                failure instanceof TooManyLoginsException
                    ? tooMany(Duration.ofSeconds(5))
                    : Future.failedFuture(failure))
        .compose(
            credential ->
                credential.isEmpty()
                    ? Future.succeededFuture(new WrongPassword())
                    : finish(flow, clientId, credential.get(), from));
  }

  private Future<Outcome> finish(
      LoginFlow flow, String clientId, Credential credential, ClientAddress from) {
    auth.throttle().succeeded(from);
    Optional<String> refusal =
        auth.user(credential.userId())
            .map((User user) -> auth.refusal(user, from))
            .orElse(Optional.of("User is not active"));
    if (refusal.isPresent()) {
      return Future.failedFuture(new HttpException(403, "Login blocked: " + refusal.get()));
    }
    if (!OAuthClient.mayRedirect(clientId, flow.redirectUri())) {
      return Future.failedFuture(new HttpException(403, "Invalid redirect URI"));
    }
    if (!abort(flow.id())) {
      return Future.failedFuture(new HttpException(404, "Invalid flow specified"));
    }
    return Future.succeededFuture(new LoggedIn(auth.createCode(clientId, credential)));
  }

  private static <T> Future<T> tooMany(Duration wait) {
    return Future.failedFuture(
        new HttpException(
            429,
            "Too many failed logins from here. Try again in %d seconds."
                .formatted(wait.toSeconds() + 1)));
  }
}
