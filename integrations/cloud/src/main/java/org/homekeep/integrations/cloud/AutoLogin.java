package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Cancellable;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs somebody in who has registered, as soon as the link of the message was opened
 * (b2-and-cloud.md §B.3). The password is kept in memory, and for an hour at most. May be used from
 * any thread.
 */
final class AutoLogin {
  private static final Logger LOG = LoggerFactory.getLogger(AutoLogin.class);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Nobody could log in yet. */
  private static final Set<IdentityFailure> NOT_YET =
      EnumSet.of(
          IdentityFailure.NOT_CONFIRMED,
          IdentityFailure.UNREACHABLE,
          IdentityFailure.TOO_MANY_REQUESTS);

  private final CloudAccount account;
  private final Turns logins;
  private final IntegrationContext context;
  private final Duration interval;
  private Optional<Registered> registered = Optional.empty();
  private Future<Void> looking = Future.succeededFuture();

  private record Registered(String address, Secret password, Instant until, Cancellable timer) {}

  AutoLogin(CloudServices services, IntegrationContext context) {
    this.account = services.account();
    this.logins = services.logins();
    this.context = context;
    this.interval = services.settings().autoLogin();
  }

  /** Tries from now on. */
  synchronized void begin(String address, Secret password) {
    cancel();
    registered =
        Optional.of(
            new Registered(
                address,
                password,
                context.clock().instant().plus(LONGEST),
                context.every(interval, this::look)));
  }

  /** Forgets the password; a login that is under way then is refused. */
  synchronized void cancel() {
    registered.ifPresent(waiting -> waiting.timer().cancel());
    registered = Optional.empty();
  }

  /** Whose login is waited for. */
  synchronized Optional<String> address() {
    return registered.map(Registered::address);
  }

  private synchronized boolean isWaitedFor(Registered waiting) {
    return registered.equals(Optional.of(waiting));
  }

  private synchronized Optional<Registered> waiting() {
    return registered;
  }

  /** One look at a time: others would only wait for their turns, and people behind them. */
  private synchronized void look() {
    if (looking.isComplete()) {
      lookAnew();
    }
  }

  private void lookAnew() {
    waiting()
        .ifPresent(
            waiting -> {
              if (account.isLoggedIn() || context.clock().instant().isAfter(waiting.until())) {
                cancel();
              } else {
                looking = attempt(waiting);
                looking.onFailure(
                    failed ->
                        LOG.atLevel(isNotYet(failed) ? Level.DEBUG : Level.WARN)
                            .setCause(failed)
                            .log("Who has registered cannot be logged in"));
              }
            });
  }

  /** Tries now; fails with an {@link IdentityException} as long as the link was not opened. */
  Future<Void> attempt() {
    return waiting()
        .map(this::attempt)
        .orElseGet(
            () -> Future.failedFuture(new IdentityException(IdentityFailure.NOT_REGISTERED)));
  }

  private Future<Void> attempt(Registered waiting) {
    return logins.take(() -> loggedIn(waiting));
  }

  private Future<Void> loggedIn(Registered waiting) {
    return context
        .blocking(
            () -> {
              requireWaitedFor(waiting);
              account.logIn(
                  waiting.address(), waiting.password(), tokens -> requireWaitedFor(waiting));
              return true;
            })
        .onComplete(
            tried -> {
              if (!isNotYet(tried.cause()) && isWaitedFor(waiting)) {
                cancel();
              }
            })
        .compose(in -> context.keepOwnEntry(CloudIntegration.TITLE));
  }

  private void requireWaitedFor(Registered waiting) throws IdentityException {
    if (!isWaitedFor(waiting)) {
      throw new IdentityException(IdentityFailure.NOT_REGISTERED);
    }
  }

  private static boolean isNotYet(@Nullable Throwable failure) {
    return failure instanceof IdentityException refused && NOT_YET.contains(refused.failure());
  }
}
