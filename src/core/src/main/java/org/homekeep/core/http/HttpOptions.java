package org.homekeep.core.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.Settings;

/**
 * How the server treats those who come to it (framework.md §12).
 *
 * @param banFile the addresses that are refused; empty to refuse nobody
 * @param banAfter failed logins; less than 1 for never
 * @param believeProxies whether trusted proxies say who is behind them
 * @param framesForbidden whether other sites may not frame the page
 * @param origins of the sites whose pages may use the hub
 */
public record HttpOptions(
    Optional<Path> banFile,
    int banAfter,
    boolean believeProxies,
    List<Subnet> trustedProxies,
    boolean framesForbidden,
    Set<String> origins) {
  private static final String BAN_FILE = "ip_bans.yaml";

  public HttpOptions {
    trustedProxies = List.copyOf(trustedProxies);
    origins = Set.copyOf(origins);
  }

  /** What holds when nothing is set, without a file of bans. */
  public static HttpOptions standard() {
    return new HttpOptions(Optional.empty(), -1, false, List.of(), true, Set.of());
  }

  /** What the settings say; the bans are in the hub's own directory, where Home Assistant's are. */
  public static HttpOptions of(Settings settings, HubDirectories directories) {
    return new HttpOptions(
        Optional.of(directories.config().resolve(BAN_FILE))
            .filter(file -> settings.get(HttpTunables.IP_BAN_ENABLED)),
        settings.get(HttpTunables.LOGIN_ATTEMPTS_THRESHOLD),
        settings.get(HttpTunables.USE_X_FORWARDED_FOR),
        settings.get(HttpTunables.TRUSTED_PROXIES),
        settings.get(HttpTunables.USE_X_FRAME_OPTIONS),
        settings.get(HttpTunables.CORS_ALLOWED_ORIGINS));
  }
}
