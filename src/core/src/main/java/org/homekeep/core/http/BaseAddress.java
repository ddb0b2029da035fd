package org.homekeep.core.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address under which a client reaches the hub, as far as the request tells. */
public final class BaseAddress {
  /** Nothing that could end the header or the text that the address is put into. */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

  private BaseAddress() {}

  /** Scheme and host; empty when the request names no host. */
  public static Optional<String> of(HttpServerRequest request) {
    // Only what came with a header that was checked (Forwarding).
    boolean proxied = request.headers().contains("X-Forwarded-For");
    String proto = proxied ? request.getHeader("X-Forwarded-Proto") : null;
    String scheme = proto != null && proto.startsWith("https") ? "https" : "http";
    return Optional.ofNullable(proxied ? request.getHeader("X-Forwarded-Host") : null)
        .or(() -> Optional.ofNullable(request.getHeader("Host")))
        .filter(host -> HOST.matcher(host).matches())
        .map(host -> scheme + "://" + host);
  }
}
