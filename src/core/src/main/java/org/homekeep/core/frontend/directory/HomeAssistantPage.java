package org.homekeep.core.frontend.directory;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Page;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/**
 * Home Assistant's frontend at the addresses where Home Assistant has it (frontend.md, "How HA core
 * serves it"). Nothing is kept in memory: a newer frontend in the same directory is shown at once.
 */
public final class HomeAssistantPage implements Page {
  private static final String MONTH = "public, max-age=2678400";

  /** Home Assistant says nothing there, and browsers guess; asked for again it is right at once. */
  private static final String ASK_AGAIN = "no-cache";

  private static final Set<String> LASTING = Set.of("static", "frontend_latest", "frontend_es5");
  private static final Set<String> PLAIN =
      Set.of("/service_worker.js", "/sw-modern.js", "/sw-legacy.js", "/robots.txt");
  private static final List<Integer> ICON_SIZES = List.of(192, 384, 512, 1024);
  private static final int READERS = 2;

  private final HubRuntime runtime;
  private final Worker worker;
  private final ServedDirectory files;
  private final ServedDirectory local;
  private final Set<String> panels;
  private final BooleanSupplier isSetUp;

  /**
   * Call on the hub's context.
   *
   * @param config the hub's own directory; what is in {@code www} there is at {@code /local}
   * @param panels the first segments of the addresses that the page has itself
   * @param isSetUp whether there is somebody who could log in
   */
  public HomeAssistantPage(
      HubRuntime runtime,
      FrontendDirectory directory,
      Path config,
      Set<String> panels,
      BooleanSupplier isSetUp) {
    this.runtime = runtime;
    this.worker = runtime.worker("frontend", READERS);
    this.files = new ServedDirectory(directory.root(), "");
    this.local = new ServedDirectory(config, "www");
    this.panels = Set.copyOf(panels);
    this.isSetUp = isSetUp;
  }

  @Override
  public Future<HttpAnswer> show(HttpServerRequest request, String path) {
    List<String> segments = List.of(path.substring(1).split("/", -1));
    List<Coding> accepted = Coding.acceptedBy(request);
    String first = segments.get(0);
    if (path.equals("/") || panels.contains(first)) {
      return isSetUp.getAsBoolean()
          ? document(request, "index.html", IndexTemplate::rendered, ASK_AGAIN)
          : moved("/onboarding.html");
    }
    if (LASTING.contains(first)) {
      return send(request, MONTH, () -> Reader.file(files, segments, PagePolicy.FILE, accepted));
    }
    if (first.equals("local")) {
      List<String> below = segments.subList(1, segments.size());
      return send(request, MONTH, () -> Reader.file(local, below, PagePolicy.LOCAL, accepted));
    }
    if (PLAIN.contains(path)) {
      return send(
          request, ASK_AGAIN, () -> Reader.file(files, segments, PagePolicy.FILE, accepted));
    }
    return switch (path) {
      case "/auth/authorize" ->
          document(request, "authorize.html", UnaryOperator.identity(), ASK_AGAIN);
      case "/onboarding.html" ->
          document(request, "onboarding.html", UnaryOperator.identity(), MONTH);
      case "/manifest.json" -> send(request, ASK_AGAIN, () -> Optional.of(manifest(accepted)));
      case "/.well-known/change-password" -> moved("/profile");
      default -> Future.failedFuture(notFound());
    };
  }

  private Future<HttpAnswer> document(
      HttpServerRequest request, String name, UnaryOperator<String> rendering, String caching) {
    List<Coding> accepted = Coding.acceptedBy(request);
    return send(request, caching, () -> Reader.document(files, name, rendering, accepted));
  }

  private Future<HttpAnswer> send(
      HttpServerRequest request, String caching, Callable<Optional<Served>> find) {
    return worker
        .run(find)
        .compose(
            found ->
                found
                    .map(served -> served.send(runtime, worker, request, caching))
                    .orElseGet(() -> Future.failedFuture(notFound())));
  }

  private static HttpException notFound() {
    return new HttpException(404, "Not Found");
  }

  private static Future<HttpAnswer> moved(String to) {
    return Future.succeededFuture(
        new HttpAnswer.Full(
            302,
            "text/plain; charset=utf-8",
            "",
            Map.of("Location", to, "Cache-Control", "no-store")));
  }

  /** What a phone needs in order to keep the page as an app. Blocking. */
  private Served manifest(List<Coding> accepted) throws IOException {
    JsonArray icons = new JsonArray();
    for (int size : ICON_SIZES) {
      String name = "favicon-%dx%d.png".formatted(size, size);
      if (files.find(List.of("static", "icons", name)).isPresent()) {
        icons.add(
            new JsonObject()
                .put("src", "/static/icons/" + name)
                .put("sizes", size + "x" + size)
                .put("type", "image/png"));
      }
    }
    JsonObject manifest =
        new JsonObject()
            .put("name", "Homekeep")
            .put("short_name", "Homekeep")
            .put("start_url", "/?homescreen=1")
            .put("display", "standalone")
            .put("theme_color", IndexTemplate.THEME_COLOR)
            .put("icons", icons);
    return Reader.text("manifest.webmanifest", manifest.encode(), PagePolicy.FILE, accepted);
  }
}
