package org.homekeep.core.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.core.auth.ClientAddress;

/**
 * Finds out who is behind a proxy (framework.md §12.2): the right-most address that no trusted
 * proxy has. What a header says is believed only when the operator said so and the peer is trusted;
 * otherwise it is an attempt to be somebody else, and refused.
 */
final class Forwarding {
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";

  private final boolean believed;
  private final List<Subnet> trusted;

  Forwarding(HttpOptions options) {
    this.believed = options.believeProxies();
    this.trusted = options.trustedProxies();
  }

  /**
   * Where a request comes from.
   *
   * @throws HttpException 400 for headers that are not believed or make no sense
   */
  ClientAddress clientOf(HttpServerRequest request) throws HttpException {
    String peer = peer(request);
    List<String> headers = request.headers().getAll(FOR);
    if (headers.isEmpty()) {
      // The other header of this kind tells that the peer is not the user, and no more.
      return new ClientAddress(peer, request.headers().contains("Forwarded"));
    }
    if (!believed || !isTrusted(peer)) {
      throw new HttpException(
          400,
          "A proxy passed this request on, and the hub was not told to believe it. Set http.use_x_forwarded_for and http.trusted_proxies.");
    }
    if (headers.size() > 1) {
      throw new HttpException(400, "Bad Request");
    }
    List<String> chain = addresses(headers.get(0));
    checkProto(request, chain.size());
    checkHost(request);
    return new ClientAddress(client(chain, peer), false);
  }

  /** A proxy that speaks of its loopback speaks of itself: nobody is this machine by saying so. */
  private String client(List<String> chain, String peer) {
    return chain.stream()
        .skip(rightmostUntrusted(chain))
        .filter(ip -> !new ClientAddress(ip, false).isLoopback())
        .findFirst()
        .orElse(peer);
  }

  private int rightmostUntrusted(List<String> chain) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (!isTrusted(chain.get(i))) {
        return i;
      }
    }
    return 0;
  }

  private static List<String> addresses(String header) throws HttpException {
    List<Optional<String>> found = items(header).stream().map(ClientAddress::normalize).toList();
    if (found.stream().anyMatch(Optional::isEmpty)) {
      throw new HttpException(400, "Bad Request");
    }
    return found.stream().flatMap(Optional::stream).toList();
  }

  /** One for all, or one for each address. */
  private static void checkProto(HttpServerRequest request, int addresses) throws HttpException {
    List<String> headers = request.headers().getAll(PROTO);
    List<String> items = headers.isEmpty() ? List.of() : items(headers.get(0));
    boolean rightNumber = headers.isEmpty() || items.size() == 1 || items.size() == addresses;
    if (headers.size() > 1 || !rightNumber || items.contains("")) {
      throw new HttpException(400, "Bad Request");
    }
  }

  private static void checkHost(HttpServerRequest request) throws HttpException {
    List<String> headers = request.headers().getAll(HOST);
    if (headers.size() > 1 || (headers.size() == 1 && headers.get(0).isBlank())) {
      throw new HttpException(400, "Bad Request");
    }
  }

  private static List<String> items(String header) {
    return Stream.of(header.split(",", -1)).map(String::strip).toList();
  }

  private boolean isTrusted(String ip) {
    return ClientAddress.normalize(ip).isPresent()
        && trusted.stream().anyMatch(subnet -> subnet.contains(ip));
  }

  private static String peer(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    return address == null ? "unknown" : address;
  }
}
