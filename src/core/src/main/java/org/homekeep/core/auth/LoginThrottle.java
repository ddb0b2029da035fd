package org.homekeep.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Makes guessing passwords and codes slow: after some failures, an address waits longer and longer,
 * and so does everybody who tries one user name. Each attempt counts as a failure until it has
 * succeeded, so that many at once gain nothing.
 *
 * <p>Only what can be guessed is counted. Tokens cannot, and an open tab with an old one must not
 * lock its user out. Neither must somebody else: an address from which a user has been logged in
 * before does not wait for what others try with the name, or with the user's codes. And a login
 * takes back only what failed with its own name: whoever has an account could guess on at another
 * otherwise.
 */
public final class LoginThrottle {
  private static final int FREE_OF_ADDRESS = 5;
  private static final int FREE_OF_NAME = 10;
  private static final int FREE_CODES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_WAIT_OF_NAME = Duration.ofMinutes(1);

  private final FailureCounts byNetwork;

  /** The part of {@link #byNetwork} that was about one name: what its user may take back. */
  private final FailureCounts byNetworkAndName;

  private final FailureCounts byName;
  private final FailureCounts byUser;
  private final BiPredicate<String, ClientAddress> isAtHome;

  /**
   * @param isAtHome whether the user of a name has been logged in from an address
   */
  LoginThrottle(Clock clock, BiPredicate<String, ClientAddress> isAtHome) {
    this.byNetwork = new FailureCounts(clock, FREE_OF_ADDRESS, LONGEST_WAIT);
    this.byNetworkAndName = new FailureCounts(clock, FREE_OF_ADDRESS, LONGEST_WAIT);
    this.byName = new FailureCounts(clock, FREE_OF_NAME, LONGEST_WAIT_OF_NAME);
    this.byUser = new FailureCounts(clock, FREE_CODES, LONGEST_WAIT);
    this.isAtHome = isAtHome;
  }

  /** Begins to try a password; how long to wait first, if it may not be tried now. */
  public Optional<Duration> attempt(ClientAddress from, String username) {
    String name = nameKey(username);
    boolean atHome = isAtHome.test(username, from);
    Optional<Duration> wait =
        longest(
            byNetwork.waiting(from.network()), atHome ? Optional.empty() : byName.waiting(name));
    if (wait.isEmpty()) {
      count(from, name);
      if (!atHome) {
        byName.count(name);
      }
    }
    return wait;
  }

  /** Begins to try a code of a user whose password was right. */
  public Optional<Duration> attemptCode(ClientAddress from, String username, User user) {
    boolean atHome = isAtHome.test(username, from);
    Optional<Duration> wait =
        longest(
            byNetwork.waiting(from.network()),
            atHome ? Optional.empty() : byUser.waiting(user.id()));
    if (wait.isEmpty()) {
      count(from, nameKey(username));
      if (!atHome) {
        byUser.count(user.id());
      }
    }
    return wait;
  }

  private void count(ClientAddress from, String name) {
    byNetwork.count(from.network());
    byNetworkAndName.count(from.network() + ' ' + name);
  }

  /** Begins to try something that only the user knows, by somebody who is logged in. */
  public Optional<Duration> attempt(User user) {
    Optional<Duration> wait = byUser.waiting(user.id());
    if (wait.isEmpty()) {
      byUser.count(user.id());
    }
    return wait;
  }

  /** The attempts of somebody who is logged in were right. */
  public void succeeded(User user) {
    byUser.forget(user.id());
  }

  /** The attempts were the user's own. */
  public void succeeded(ClientAddress from, String username, User user) {
    String name = nameKey(username);
    byNetwork.forget(from.network(), byNetworkAndName.forget(from.network() + ' ' + name));
    byName.forget(name);
    byUser.forget(user.id());
  }

  private static Optional<Duration> longest(Optional<Duration> one, Optional<Duration> other) {
    return Stream.of(one, other).flatMap(Optional::stream).max(Duration::compareTo);
  }

  /** Names from outside may be long; what is kept of them is not. */
  private static String nameKey(String username) {
    try {
      byte[] name = UserName.normalize(username).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java has SHA-256.", missing);
    }
  }

  /** Whether one of a user's tokens was used from the network of an address. */
  static boolean wasUsedFrom(List<RefreshToken> tokens, ClientAddress from) {
    return tokens.stream()
        .flatMap(token -> token.lastUsedIp().stream())
        .map(ip -> new ClientAddress(ip, false))
        .anyMatch(known -> known.network().equals(from.network()));
  }
}
