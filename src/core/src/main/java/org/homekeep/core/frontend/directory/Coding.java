package org.homekeep.core.frontend.directory;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a body is compressed, the smaller one first. */
enum Coding {
  BROTLI("br", ".br"),
  GZIP("gzip", ".gz");

  private static final Pattern REFUSED = Pattern.compile("q\\s*=\\s*0(\\.0*)?");

  private final String wire;
  private final String suffix;

  Coding(String wire, String suffix) {
    this.wire = wire;
    this.suffix = suffix;
  }

  /** The name in headers. */
  String wire() {
    return wire;
  }

  /** What the name of a file ends in that was compressed so beforehand. */
  String suffix() {
    return suffix;
  }

  /** Those that a client takes. */
  static List<Coding> acceptedBy(HttpServerRequest request) {
    String header = request.getHeader("Accept-Encoding");
    if (header == null) {
      return List.of();
    }
    List<String> accepted =
        Stream.of(header.toLowerCase(Locale.ROOT).split(","))
            .map(each -> each.split(";", 2))
            .filter(each -> each.length == 1 || !REFUSED.matcher(each[1].strip()).matches())
            .map(each -> each[0].strip())
            .toList();
    return Stream.of(values()).filter(each -> accepted.contains(each.wire)).toList();
  }
}
