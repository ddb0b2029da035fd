package org.homekeep.core.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.Tunable;

/**
 * What an operator can turn: {@code --set http.<name>=<value>}; names as Home Assistant has them.
 */
public final class HttpTunables {
  /** The domain of these settings. */
  public static final String DOMAIN = "http";

  static final Tunable<Boolean> IP_BAN_ENABLED =
      bool("ip_ban_enabled", true, "Whether addresses in ip_bans.yaml are refused.");

  static final Tunable<Integer> LOGIN_ATTEMPTS_THRESHOLD =
      Tunable.integer(
          "login_attempts_threshold",
          -1,
          -1,
          1_000_000,
          "After how many failed logins an address is banned; -1 for never.");

  static final Tunable<Boolean> USE_X_FORWARDED_FOR =
      bool("use_x_forwarded_for", false, "Whether a proxy stands between clients and the hub.");

  static final Tunable<List<Subnet>> TRUSTED_PROXIES =
      new Tunable<>(
          "trusted_proxies",
          "addresses or networks with commas between, such as 192.168.1.5,10.0.0.0/8",
          List.of(),
          "The addresses of the proxies that are believed.",
          Optional.empty(),
          Subnet::parseList);

  static final Tunable<Boolean> USE_X_FRAME_OPTIONS =
      bool("use_x_frame_options", true, "Whether other sites are kept from framing the page.");

  static final Tunable<Set<String>> CORS_ALLOWED_ORIGINS =
      new Tunable<>(
          "cors_allowed_origins",
          "addresses with commas between, such as https://example.org",
          Set.of(),
          "The sites whose pages may use the hub.",
          Optional.empty(),
          HttpTunables::origins);

  private HttpTunables() {}

  /** All of them. */
  public static List<Tunable<?>> all() {
    return List.of(
        IP_BAN_ENABLED,
        LOGIN_ATTEMPTS_THRESHOLD,
        USE_X_FORWARDED_FOR,
        TRUSTED_PROXIES,
        USE_X_FRAME_OPTIONS,
        CORS_ALLOWED_ORIGINS);
  }

  private static Tunable<Boolean> bool(String name, boolean fallback, String description) {
    return new Tunable<>(
        name,
        "true or false",
        fallback,
        description,
        Optional.empty(),
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither true nor false");
            });
  }

  private static Set<String> origins(String text) {
    return Stream.of(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .map(HttpTunables::origin)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String origin(String text) {
    URI address = URI.create(text);
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    boolean bare = address.getRawPath().isEmpty() && address.getRawQuery() == null;
    if (!web || !bare || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException("no origin: " + text);
    }
    return text;
  }
}
