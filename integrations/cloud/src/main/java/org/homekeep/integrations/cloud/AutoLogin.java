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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs somebody in who has registered, as soon as the link of the message was opened
 * (b2-and-cloud.md §B.3). The password is kept in memory, and for an hour at most. Used on the
 * integration's own context.
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
  private final IntegrationContext context;
  private final Duration interval;
  private Optional<Registered> registered = Optional.empty();

  private record Registered(String address, Secret password, Instant until, Cancellable timer) {}

  AutoLogin(CloudAccount account, IntegrationContext context, Duration interval) {
    this.account = account;
    this.context = context;
    this.interval = interval;
  }

  /** Tries from now on. */
  void begin(String address, Secret password) {
    cancel();
    registered =
        Optional.of(
            new Registered(
                address,
                password,
                context.clock().instant().plus(LONGEST),
                context.every(interval, this::look)));
  }

  /** Forgets the password. */
  void cancel() {
    registered.ifPresent(waiting -> waiting.timer().cancel());
    registered = Optional.empty();
  }

  /** Whose login is waited for. */
  Optional<String> address() {
    return registered.map(Registered::address);
  }

  private void look() {
    registered.ifPresent(
        waiting -> {
          if (account.isLoggedIn() || context.clock().instant().isAfter(waiting.until())) {
            cancel();
          } else {
            attempt()
                .onFailure(
                    failed -> LOG.atDebug().setCause(failed).log("Nobody can be logged in yet"));
          }
        });
  }

  /** Tries now; fails with an {@link IdentityException} as long as the link was not opened. */
  Future<Void> attempt() {
    if (registered.isEmpty()) {
      return Future.failedFuture(new IdentityException(IdentityFailure.NOT_REGISTERED));
    }
    Registered waiting = registered.get();
    return context
        .blocking(
            () -> {
              account.logIn(waiting.address(), waiting.password(), tokens -> {});
              return true;
            })
        .onComplete(
            tried -> {
              boolean over =
                  !(tried.cause() instanceof IdentityException refused)
                      || !NOT_YET.contains(refused.failure());
              if (over && registered.equals(Optional.of(waiting))) {
                cancel();
              }
            })
        .compose(in -> context.keepOwnEntry(CloudIntegration.TITLE));
  }
}
