package org.homekeep.core.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Compresses for those who accept it (framework.md §12.3). */
final class Gzip {
  /** Less fits into one packet anyway; more takes longer than the event loop may be held up. */
  private static final int LEAST = 1400;

  private static final int MOST = 256 * 1024;

  private Gzip() {}

  static boolean isWorthIt(String body) {
    return body.length() >= LEAST && body.length() <= MOST;
  }

  static boolean isAcceptedBy(HttpServerRequest request) {
    String accepted = request.getHeader("Accept-Encoding");
    return accepted != null
        && Stream.of(accepted.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .anyMatch(
                each ->
                    each.equals("gzip") || each.matches("gzip\\s*;\\s*q=(?:1|0?\\.[0-9]*[1-9]).*"));
  }

  static Buffer of(String body) {
    return Buffer.buffer(of(body.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] of(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }
}
