package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of the web page, in memory: they are small, and a path from outside only ever looks
 * something up here.
 *
 * <p>The start page names the others by an address with their version in it ({@code {{files}}}), so
 * that browsers need not ask for them again, and says which languages there are ({@code
 * {{languages}}}: the files in {@code texts/}).
 *
 * @param files path → file
 * @param versioned what the addresses with the version in them begin with
 */
record PageFiles(Map<String, PageFile> files, String versioned) {
  private static final String INDEX = "/index.html";
  private static final String PLAIN =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Homekeep</title>"
          + "<h1>Homekeep is running</h1><p>This build has no web page. The API is at /api/.</p>";

  /**
   * The first names of the addresses that the page shows in the browser. Those of Home Assistant
   * ({@code /config/backup}) lead to the same, because its clients and its issues link to them.
   */
  private static final Set<String> PLACES =
      Set.of("account", "backups", "config", "integrations", "profile", "repairs", "system");

  private static final Pattern TEXTS = Pattern.compile("/texts/([A-Za-z-]+)\\.json");

  PageFiles {
    files = Map.copyOf(files);
  }

  /** Reads the page of the class path, or a plain one when there is none. Blocking. */
  static PageFiles load(ClassLoader classes) throws IOException {
    Map<String, PageFile> files = new HashMap<>(PageFileLoader.load(classes));
    String versioned = "/files/" + version(files);
    PageFile index = files.getOrDefault(INDEX, PageFile.of(INDEX, PLAIN));
    files.put(
        INDEX,
        PageFile.of(
            INDEX,
            new String(index.content(), StandardCharsets.UTF_8)
                .replace("{{files}}", versioned)
                .replace("{{languages}}", languages(files))));
    return new PageFiles(files, versioned);
  }

  private static String version(Map<String, PageFile> files) {
    StringBuilder all = new StringBuilder();
    new TreeMap<>(files).forEach((name, file) -> all.append(name).append(file.etag()).append('\n'));
    return PageFile.of("version.txt", all.toString())
        .etag()
        .replaceAll("[^A-Za-z0-9]", "")
        .substring(0, 12);
  }

  private static String languages(Map<String, PageFile> files) {
    return files.keySet().stream()
        .map(TEXTS::matcher)
        .filter(Matcher::matches)
        .map(text -> text.group(1))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Answers with a file, if there is one. */
  boolean serve(HttpServerRequest request, String path) {
    boolean forGood = path.startsWith(versioned + "/");
    Optional<PageFile> file = find(forGood ? path.substring(versioned.length()) : path);
    file.ifPresent(found -> send(request, found, forGood));
    return file.isPresent();
  }

  /** Answers as a {@link Page} does. */
  Future<HttpAnswer> show(HttpServerRequest request, String path) {
    return serve(request, path)
        ? Future.succeededFuture(new HttpAnswer.Written())
        : Future.failedFuture(new HttpException(404, "Not Found"));
  }

  private Optional<PageFile> find(String path) {
    Optional<PageFile> index = Optional.ofNullable(files.get(INDEX));
    if (path.equals("/") || PLACES.contains(firstName(path))) {
      return index;
    }
    return path.equals("/auth/authorize")
        ? Optional.ofNullable(files.get("/authorize.html")).or(() -> index)
        : Optional.ofNullable(files.get(path));
  }

  private static String firstName(String path) {
    int end = path.indexOf('/', 1);
    return path.substring(1, end < 0 ? path.length() : end);
  }

  private static void send(HttpServerRequest request, PageFile file, boolean forGood) {
    HttpServerResponse response = request.response();
    // Without a version in the address it is asked for again each time and sent only when it
    // changed: right at once after an update.
    response
        .putHeader("Cache-Control", forGood ? "public, max-age=31536000, immutable" : "no-cache")
        .putHeader("Vary", "Accept-Encoding")
        .putHeader("ETag", file.etag())
        .putHeader("Content-Security-Policy", file.contentSecurityPolicy());
    if (file.etag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    Optional<byte[]> compressed = file.compressed().filter(smaller -> Gzip.isAcceptedBy(request));
    compressed.ifPresent(smaller -> response.putHeader("Content-Encoding", "gzip"));
    byte[] content = compressed.orElse(file.content());
    response
        .putHeader("Content-Type", file.contentType())
        .putHeader("Content-Length", String.valueOf(content.length));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(Buffer.buffer(content));
    }
  }
}
