package org.homekeep.core.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the web page, in memory: they are small, and a path from outside only ever looks
 * something up here.
 *
 * @param files path → file
 */
record PageFiles(Map<String, PageFile> files) {
  private static final String PLAIN =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Homekeep</title>"
          + "<h1>Homekeep is running</h1><p>This build has no web page. The API is at /api/.</p>";

  PageFiles {
    files = Map.copyOf(files);
  }

  /** Reads the page of the class path, or a plain one when there is none. Blocking. */
  static PageFiles load(ClassLoader classes) throws IOException {
    Map<String, PageFile> files = PageFileLoader.load(classes);
    return new PageFiles(
        files.isEmpty() ? Map.of("/index.html", PageFile.of("index.html", PLAIN)) : files);
  }

  /** Answers with a file, if there is one. */
  boolean serve(HttpServerRequest request, String path) {
    Optional<PageFile> file = find(path);
    file.ifPresent(found -> send(request, found));
    return file.isPresent();
  }

  private Optional<PageFile> find(String path) {
    Optional<PageFile> index = Optional.ofNullable(files.get("/index.html"));
    return switch (path) {
      case "/" -> index;
      case "/auth/authorize" -> Optional.ofNullable(files.get("/authorize.html")).or(() -> index);
      default -> Optional.ofNullable(files.get(path));
    };
  }

  private static void send(HttpServerRequest request, PageFile file) {
    HttpServerResponse response = request.response();
    // Asked for again each time and sent only when it changed: right at once after an update.
    response
        .putHeader("Cache-Control", "no-cache")
        .putHeader("ETag", file.etag())
        .putHeader("Content-Security-Policy", file.contentSecurityPolicy());
    if (file.etag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response
        .putHeader("Content-Type", file.contentType())
        .putHeader("Content-Length", String.valueOf(file.content().length));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(Buffer.buffer(file.content()));
    }
  }
}
