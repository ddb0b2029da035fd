package org.homekeep.core.account;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.OAuthClient;
import org.homekeep.core.auth.ProvenPassword;
import org.homekeep.core.auth.TooManyLoginsException;
import org.homekeep.core.auth.User;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Visitor;
import org.homekeep.core.runtime.HubRuntime;

/** The logins that are under way: bounded in number and in time. */
final class LoginFlows {
  private static final int MOST = 256;

  /** As many browsers as a household opens at once. */
  private static final long FREE_AT_HOME = 16;

  private static final Duration LIFETIME = Duration.ofHours(1);

  /** How a step ended. */
  sealed interface Outcome {}

  /** The client gets tokens for the code. */
  record LoggedIn(String code) implements Outcome {}

  /** User name or password are wrong; the user may try again. */
  record WrongPassword() implements Outcome {}

  /**
   * The password was right, and a code is asked for.
   *
   * @param wrong whether one was given that is not right
   */
  record CodeWanted(boolean wrong) implements Outcome {}

  /** The login is over; the user may begin anew. */
  record Aborted(String reason) implements Outcome {}

  private final Clock clock;
  private final AuthManager auth;
  private final Map<String, LoginFlow> flows = new LinkedHashMap<>();

  LoginFlows(HubRuntime runtime, AuthManager auth) {
    this.clock = runtime.clock();
    this.auth = auth;
  }

  LoginFlow start(String redirectUri, boolean toLink, ClientAddress from) {
    Instant now = clock.instant();
    flows.values().removeIf(flow -> flow.started().plus(LIFETIME).isBefore(now));
    makeRoom();
    LoginFlow flow = LoginFlow.start(redirectUri, toLink, from, now);
    flows.put(flow.id(), flow);
    return flow;
  }

  /**
   * A flood of flows ends flows of the networks it comes from, and one from everywhere does not end
   * those of networks where somebody is at home, nor of whom the password is known.
   */
  private void makeRoom() {
    if (flows.size() < MOST) {
      return;
    }
    Set<String> known = auth.knownNetworks();
    Map<String, Long> weights =
        flows.values().stream()
            .map(flow -> flow.from().network())
            .collect(Collectors.groupingBy(network -> network, Collectors.counting()));
    weights.replaceAll(
        (network, count) -> known.contains(network) ? Math.max(0, count - FREE_AT_HOME) : count);
    // Of equals the first, which is the oldest.
    flows.values().stream()
        .max(
            Comparator.<LoginFlow, Long>comparing(
                    flow -> weights.getOrDefault(flow.from().network(), 0L))
                .thenComparing(flow -> flow.challenge().isEmpty()))
        .ifPresent(most -> flows.remove(most.id()));
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

  /** Tries a password. Fails with {@link HttpException} 403, 404 or 429. */
  Future<Outcome> password(
      LoginFlow flow, String clientId, String username, Secret password, Visitor visitor) {
    Optional<Duration> wait = auth.throttle().attempt(visitor.address(), username);
    if (wait.isPresent()) {
      return tooMany(wait.get());
    }
    Future<Optional<ProvenPassword>> check =
        flow.toLink()
            ? auth.checkPasswordToLink(username, password)
            : auth.checkPassword(username, password);
    return check
        .recover(
            failure ->
                failure instanceof TooManyLoginsException
                    ? tooMany(Duration.ofSeconds(5))
                    : Future.failedFuture(failure))
        .compose(
            proven -> {
              if (proven.isEmpty()) {
                visitor.failedLogin();
                return Future.succeededFuture(new WrongPassword());
              }
              return recognized(flow, clientId, username, proven.get(), visitor);
            });
  }

  private Future<Outcome> recognized(
      LoginFlow flow, String clientId, String username, ProvenPassword proven, Visitor visitor) {
    Optional<User> user = auth.user(proven.credential().userId());
    if (user.filter(auth.secondFactors()::isEnabled).isPresent()) {
      LoginFlow.Challenge challenge =
          new LoginFlow.Challenge(proven, user.get(), username, clock.instant(), 0);
      // It may have been aborted while the password was checked.
      return flows.computeIfPresent(flow.id(), (id, same) -> same.asking(challenge)) == null
          ? gone()
          : Future.succeededFuture(new CodeWanted(false));
    }
    user.ifPresent(known -> auth.throttle().succeeded(visitor.address(), username, known));
    return finish(flow, clientId, proven, visitor);
  }

  /** Tries a code. Fails with {@link HttpException} 403, 404 or 429. */
  Future<Outcome> code(
      LoginFlow flow,
      LoginFlow.Challenge challenge,
      String clientId,
      String code,
      Visitor visitor) {
    // Who knew the old password alone does not get in after the new one.
    if (challenge.isLate(clock.instant()) || !auth.isCurrent(challenge.proven())) {
      abort(flow.id());
      return Future.succeededFuture(new Aborted("login_expired"));
    }
    Optional<Duration> wait =
        auth.throttle().attemptCode(visitor.address(), challenge.username(), challenge.user());
    if (wait.isPresent()) {
      return tooMany(wait.get());
    }
    if (auth.secondFactors().check(challenge.user(), code)) {
      auth.throttle().succeeded(visitor.address(), challenge.username(), challenge.user());
      return finish(flow, clientId, challenge.proven(), visitor);
    }
    visitor.failedLogin();
    LoginFlow.Challenge tried = challenge.tried();
    if (tried.wasLastTry()) {
      abort(flow.id());
      return Future.succeededFuture(new Aborted("too_many_retry"));
    }
    flows.computeIfPresent(flow.id(), (id, same) -> same.asking(tried));
    return Future.succeededFuture(new CodeWanted(true));
  }

  private Future<Outcome> finish(
      LoginFlow flow, String clientId, ProvenPassword proven, Visitor visitor) {
    Credential credential = proven.credential();
    Optional<String> refusal = refusal(flow, credential, visitor.address());
    if (refusal.isPresent()) {
      return Future.failedFuture(new HttpException(403, "Login blocked: " + refusal.get()));
    }
    if (!OAuthClient.mayRedirect(clientId, flow.redirectUri())) {
      return Future.failedFuture(new HttpException(403, "Invalid redirect URI"));
    }
    if (!abort(flow.id())) {
      return gone();
    }
    visitor.loggedIn();
    return Future.succeededFuture(new LoggedIn(auth.createCode(clientId, credential)));
  }

  /** The user may have been removed, or the name been taken away, while the login was under way. */
  private Optional<String> refusal(LoginFlow flow, Credential credential, ClientAddress from) {
    Optional<User> user = auth.user(credential.userId());
    if (user.isEmpty()) {
      return flow.toLink() ? Optional.empty() : Optional.of("User is not active");
    }
    return auth.credentialsOf(user.get()).contains(credential)
        ? auth.refusal(user.get(), from)
        : Optional.of("User is not active");
  }

  private static <T> Future<T> gone() {
    return Future.failedFuture(new HttpException(404, "Invalid flow specified"));
  }

  private static <T> Future<T> tooMany(Duration wait) {
    return Future.failedFuture(
        new HttpException(
            429,
            "Too many failed logins. Try again in %d seconds.".formatted(wait.toSeconds() + 1)));
  }
}
