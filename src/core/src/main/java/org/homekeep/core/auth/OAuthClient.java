package org.homekeep.core.auth;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The program that asks to log in: an address that says who it is (framework.md §2.4).
 *
 * <p>Home Assistant also fetches the page of a client id and looks for redirect addresses there.
 * This is left out on purpose: it would let anyone make the hub send requests into the network it
 * stands in.
 */
public final class OAuthClient {
  private static final Map<String, String> MOBILE_APPS =
      Map.of(
          "https://home-assistant.io/iOS", "homeassistant://auth-callback",
          "https://home-assistant.io/android", "homeassistant://auth-callback");

  /**
   * What a browser takes for an address of IPv4, in whatever spelling: the last part is a number
   * (WHATWG URL, "ends in a number").
   */
  private static final Predicate<String> NUMBER_LAST =
      Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?").asMatchPredicate();

  private OAuthClient() {}

  /** Whether a client may call itself this. */
  public static boolean isValidId(String clientId) {
    return parse(clientId).filter(OAuthClient::isClientAddress).isPresent();
  }

  /** Whether a login for the client may end at the address. */
  public static boolean mayRedirect(String clientId, String redirectUri) {
    if (redirectUri.equals(MOBILE_APPS.get(clientId))) {
      return true;
    }
    Optional<URI> client = parse(clientId).filter(OAuthClient::isClientAddress);
    Optional<URI> redirect = parse(redirectUri).filter(uri -> uri.getRawUserInfo() == null);
    return client.isPresent()
        && redirect.isPresent()
        && client.get().getScheme().equals(redirect.get().getScheme())
        && authority(client.get()).equals(authority(redirect.get()));
  }

  /** Scheme and host in lower case; only http and https, with a host that can be read. */
  private static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      return List.of("http", "https").contains(scheme) && uri.getHost() != null
          ? Optional.of(
              new URI(scheme + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT) + rest(uri)))
          : Optional.empty();
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static String rest(URI uri) {
    return (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
        + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
  }

  private static boolean isClientAddress(URI uri) {
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    boolean isIp =
        NetUtil.createByteArrayFromIpAddressString(host) != null || NUMBER_LAST.test(host);
    return uri.getRawUserInfo() == null
        && uri.getRawFragment() == null
        && uri.getPort() <= 65535
        && List.of(uri.getRawPath().split("/", -1)).stream()
            .map(segment -> segment.toLowerCase(Locale.ROOT).replace("%2e", "."))
            .noneMatch(segment -> segment.equals(".") || segment.equals(".."))
        && (!isIp || isLocalAndPlain(host));
  }

  /** A browser takes 010.8.8.8 for another address than the hub would. */
  private static boolean isLocalAndPlain(String host) {
    return ClientAddress.isLocalIp(host)
        && (host.contains(":") || ClientAddress.normalize(host).equals(Optional.of(host)));
  }

  private static String authority(URI uri) {
    int defaultPort = uri.getScheme().equals("https") ? 443 : 80;
    return uri.getHost() + ":" + (uri.getPort() == -1 ? defaultPort : uri.getPort());
  }
}
