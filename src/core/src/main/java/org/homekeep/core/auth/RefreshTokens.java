package org.homekeep.core.auth;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.storage.NotSavedException;

/** All refresh tokens, and who wants to know when one ends. */
final class RefreshTokens {
  private static final Duration SLIDING_LIFETIME = Duration.ofDays(90);
  private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);
  private static final int SECRET_BYTES = 64;

  /** More than anybody has browsers, and little enough to be written with every login. */
  static final int MOST_OF_A_KIND = 500;

  /** Hears of every change. */
  @FunctionalInterface
  interface Saving {
    /**
     * Takes all tokens as they are now.
     *
     * @param urgent whether they must be written at once
     * @return when they are on the disk, if they must be
     */
    Future<Void> save(List<RefreshToken> all, boolean urgent);
  }

  /** What is known about a token before it is made. */
  record Request(
      String userId,
      TokenType type,
      Optional<String> clientId,
      Optional<String> clientName,
      Optional<String> clientIcon,
      Duration accessTokenExpiration,
      Optional<String> credentialId) {}

  private final Clock clock;
  private final SecureRandom random;
  private final Saving save;
  private final Map<String, RefreshToken> byId = new LinkedHashMap<>();
  private final Cancellable sweeping;
  private final Map<String, List<Runnable>> listeners = new LinkedHashMap<>();

  RefreshTokens(
      Clock clock, Timers timers, SecureRandom random, List<RefreshToken> tokens, Saving save) {
    this.clock = clock;
    this.random = random;
    this.save = save;
    tokens.forEach(token -> byId.put(token.id(), token));
    this.sweeping = timers.every(SWEEP_INTERVAL, this::sweep);
  }

  void close() {
    sweeping.cancel();
  }

  List<RefreshToken> all() {
    return List.copyOf(byId.values());
  }

  Optional<RefreshToken> byId(String id) {
    return Optional.ofNullable(byId.get(id)).filter(token -> !token.isExpired(clock.instant()));
  }

  /** Compares with every token, so that the time it takes tells nothing about any of them. */
  Optional<RefreshToken> find(Secret secret) {
    Optional<RefreshToken> found = Optional.empty();
    for (RefreshToken token : byId.values()) {
      if (token.token().equals(secret) && !token.isExpired(clock.instant())) {
        found = Optional.of(token);
      }
    }
    return found;
  }

  /** A new token; of too many of one kind and user, the one that was silent longest ends. */
  RefreshToken create(Request request) {
    RefreshToken token = add(request);
    save.save(all(), true);
    return token;
  }

  /**
   * A new token of a script, on the disk; of one that cannot be saved nothing is left.
   *
   * @return empty when the user has one of that name
   */
  Future<Optional<RefreshToken>> createLongLived(
      String userId, String clientName, Optional<String> clientIcon, Duration lifetime) {
    boolean taken =
        byId.values().stream()
            .filter(token -> token.userId().equals(userId))
            .filter(token -> token.type() == TokenType.LONG_LIVED)
            .anyMatch(token -> token.clientName().equals(Optional.of(clientName)));
    if (taken) {
      return Future.succeededFuture(Optional.empty());
    }
    RefreshToken token =
        add(
            new Request(
                userId,
                TokenType.LONG_LIVED,
                Optional.empty(),
                Optional.of(clientName),
                clientIcon,
                lifetime,
                Optional.empty()));
    return undoing(() -> byId.remove(token.id())).map(Optional.of(token));
  }

  /** The networks from which tokens were used. */
  Set<String> networks() {
    return byId.values().stream()
        .flatMap(token -> token.lastUsedIp().stream())
        .map(ip -> new ClientAddress(ip, false).network())
        .collect(Collectors.toUnmodifiableSet());
  }

  private RefreshToken add(Request request) {
    Instant now = clock.instant();
    makeRoom(request);
    RefreshToken token =
        new RefreshToken(
            HexId.next(),
            request.userId(),
            request.type(),
            newSecret(),
            newSecret(),
            request.clientId(),
            request.clientName(),
            request.clientIcon(),
            now,
            request.accessTokenExpiration(),
            Optional.empty(),
            Optional.empty(),
            request.type() == TokenType.NORMAL
                ? Optional.of(now.plus(SLIDING_LIFETIME))
                : Optional.empty(),
            request.credentialId(),
            Optional.empty());
    byId.put(token.id(), token);
    return token;
  }

  private void makeRoom(Request request) {
    List<RefreshToken> same =
        byId.values().stream()
            .filter(token -> token.userId().equals(request.userId()))
            .filter(token -> token.type() == request.type())
            .toList();
    if (same.size() >= MOST_OF_A_KIND) {
      same.stream()
          .min(Comparator.comparing(token -> token.lastUsedAt().orElse(token.createdAt())))
          .ifPresent(silent -> end(List.of(silent.id()), Optional.empty()));
    }
  }

  void used(String id, String ip) {
    byId.computeIfPresent(id, (same, token) -> token.used(clock.instant(), ip, SLIDING_LIFETIME));
    save.save(all(), false);
  }

  /**
   * Ends tokens and their connections; when the future succeeds, that is on the disk.
   *
   * @param spared whose connections stay for now
   */
  Future<Void> end(List<String> ids, Optional<String> spared) {
    Future<Void> saved =
        byId.keySet().removeAll(Set.copyOf(ids))
            ? save.save(all(), true)
            : Future.succeededFuture();
    ids.stream().filter(id -> !spared.equals(Optional.of(id))).forEach(this::tell);
    return saved;
  }

  /** Ends all tokens of a kind. */
  void revoke(Predicate<RefreshToken> which) {
    end(byId.values().stream().filter(which).map(RefreshToken::id).toList(), Optional.empty());
  }

  /** Ends the connections of a token, which stays valid. */
  void disconnect(String id) {
    tell(id);
  }

  private void tell(String id) {
    List<Runnable> waiting = listeners.remove(id);
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  /** Lets a token end when it is not used for 90 days, or never. */
  Future<Void> setExpiry(String id, boolean enabled) {
    Optional<Instant> before = byId(id).flatMap(RefreshToken::expireAt);
    expire(id, enabled ? Optional.of(clock.instant().plus(SLIDING_LIFETIME)) : Optional.empty());
    return undoing(() -> expire(id, before));
  }

  private void expire(String id, Optional<Instant> end) {
    byId.computeIfPresent(id, (same, token) -> token.expiringAt(end));
  }

  /** Saves what was changed, or takes it back. */
  private Future<Void> undoing(Runnable takeBack) {
    return save.save(all(), true)
        .recover(
            why -> {
              takeBack.run();
              save.save(all(), false);
              return Future.failedFuture(NotSavedException.undone(why));
            });
  }

  Cancellable onRevoked(String id, Runnable action) {
    listeners.computeIfAbsent(id, first -> new ArrayList<>()).add(action);
    return () ->
        listeners.computeIfPresent(
            id,
            (same, waiting) -> {
              waiting.remove(action);
              return waiting.isEmpty() ? null : waiting;
            });
  }

  private void sweep() {
    Instant now = clock.instant();
    revoke(token -> token.isExpired(now));
  }

  private Secret newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Secret.of(HexFormat.of().formatHex(bytes));
  }
}
