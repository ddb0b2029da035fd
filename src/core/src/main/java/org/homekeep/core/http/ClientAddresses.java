package org.homekeep.core.http;

import io.vertx.core.http.HttpServerRequest;
import org.homekeep.core.auth.ClientAddress;

/** Tells where a request comes from. */
public final class ClientAddresses {
  private ClientAddresses() {}

  /**
   * The peer of the connection. What a proxy says about someone behind it is not believed: it only
   * tells that the peer is not the user.
   */
  public static ClientAddress of(HttpServerRequest request) {
    boolean forwarded =
        request.headers().contains("X-Forwarded-For") || request.headers().contains("Forwarded");
    return new ClientAddress(ip(request), forwarded);
  }

  private static String ip(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    return address == null ? "unknown" : address;
  }
}
