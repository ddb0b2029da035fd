package org.homekeep.core.onboarding;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.http.ApiRequest;

/**
 * Who may set up a new hub: whoever sees what it printed at its start.
 *
 * <p>The printed address carries a token and leaves it in the browser as a cookie, so that a page
 * that knows nothing of it, such as Home Assistant's own, can make the first user. A hub that only
 * this machine reaches needs none of that, as long as the browser shows that it is on this machine
 * and that the hub's own page asks: any site that somebody visits could otherwise send the request.
 */
public final class SetUpGate {
  /** What those hear who are not let through. */
  public static final String NOT_ADMITTED =
      "Only somebody who sees what Homekeep printed at its start may set it up. Open the address with /setup/ in it that stands there.";

  static final String PATH = "/setup/";
  static final String COOKIE = "homekeep_setup";

  /** Without letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int LETTERS_OF_A_GROUP = 4;

  private final Secret token;
  private final boolean needed;

  private SetUpGate(Secret token, boolean needed) {
    this.token = token;
    this.needed = needed;
  }

  /**
   * A gate with a token of its own, for as long as the process lives.
   *
   * @param host that the hub listens on
   * @param proxied whether others may come through a proxy on this machine
   */
  public static SetUpGate of(String host, boolean proxied) {
    SecureRandom random = new SecureRandom();
    String token =
        IntStream.range(0, GROUPS)
            .mapToObj(group -> letters(random))
            .collect(Collectors.joining("-"));
    return new SetUpGate(Secret.of(token), proxied || !isThisMachine(host));
  }

  /** The same gate, with the same token, where others may come through a proxy. */
  public SetUpGate behindProxies(boolean proxied) {
    return new SetUpGate(token, needed || proxied);
  }

  private static String letters(SecureRandom random) {
    return random
        .ints(LETTERS_OF_A_GROUP, 0, ALPHABET.length())
        .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
        .collect(Collectors.joining());
  }

  /** What to open below the hub's address in order to set it up; empty when anything will do. */
  public Optional<String> path() {
    return needed ? Optional.of(PATH + token.reveal()) : Optional.empty();
  }

  /** Whether the token is the one that was printed. */
  boolean isToken(String text) {
    return token.equals(Secret.of(text));
  }

  /** The header that leaves the token in a browser, out of reach for scripts and other sites. */
  String cookie() {
    return "%s=%s; Path=/api/onboarding; HttpOnly; SameSite=Strict"
        .formatted(COOKIE, token.reveal());
  }

  /** Whether a request may set the hub up. */
  public boolean admits(ApiRequest request) {
    Cookie shown = request.raw().getCookie(COOKIE);
    return (shown != null && isToken(shown.getValue())) || (!needed && isFromThisMachine(request));
  }

  private static boolean isFromThisMachine(ApiRequest request) {
    HttpServerRequest raw = request.raw();
    ClientAddress from = request.visitor().address();
    String host = Optional.ofNullable(raw.getHeader("Host")).orElse("");
    String origin = raw.getHeader("Origin");
    return from.isLoopback()
        && !from.forwarded()
        && isThisMachine(hostOf("http://" + host))
        && (origin == null || origin.toLowerCase(Locale.ROOT).equals("http://" + host));
  }

  private static String hostOf(String address) {
    try {
      return Optional.ofNullable(URI.create(address).getHost()).orElse("");
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /** Whether a name can mean nothing but this machine, without asking a name server. */
  private static boolean isThisMachine(String host) {
    String bare = host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    return bare.equals("localhost") || new ClientAddress(bare, false).isLoopback();
  }
}
