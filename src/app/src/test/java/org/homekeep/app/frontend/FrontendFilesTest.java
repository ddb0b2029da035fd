package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** frontend.md, "How HA core serves it". */
class FrontendFilesTest {
  private static final String MONTH = "public, max-age=2678400";

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Path root;
  private Path config;
  private TestHub hub;

  @BeforeEach
  void start() throws Exception {
    root = BuiltFrontend.in(directory.resolve("packages"));
    config = Files.createDirectory(directory.resolve("config"));
    Path data = Files.createDirectory(directory.resolve("data"));
    hub = TestHub.start(config, data, Map.of(), FrontendDirectory.open(root));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  private HttpResponse<byte[]> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String unpacked(HttpResponse<byte[]> answer) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void addTheOwner() {
    HubSession.first(hub.port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/static/translations/en-abc.json | application/json | static/translations/en-abc.json |"
            + " month",
        "/static/fonts/roboto.woff2 | font/woff2 | static/fonts/roboto.woff2 | month",
        "/static/icons/favicon-192x192.png | image/png | static/icons/favicon-192x192.png | month",
        "/static/icons/favicon.ico | image/x-icon | static/icons/favicon.ico | month",
        "/frontend_latest/app.abc123.js | text/javascript; charset=utf-8 |"
            + " frontend_latest/app.abc123.js | month",
        "/frontend_es5/app.js | text/javascript; charset=utf-8 | frontend_es5/app.js | month",
        "/onboarding.html | text/html; charset=utf-8 | onboarding.html | month",
        "/auth/authorize?response_type=code | text/html; charset=utf-8 | authorize.html | again",
        "/service_worker.js | text/javascript; charset=utf-8 | sw-modern.js | again",
        "/sw-modern.js | text/javascript; charset=utf-8 | sw-modern.js | again",
        "/sw-legacy.js | text/javascript; charset=utf-8 | sw-legacy.js | again",
        "/robots.txt | text/plain; charset=utf-8 | robots.txt | again"
      })
  void each_file_is_at_its_address_for_everybody(
      String path, String type, String file, String caching) throws Exception {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "Cache-Control"))
        .isEqualTo(caching.equals("month") ? MONTH : "no-cache");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.body()).isEqualTo(Files.readAllBytes(root.resolve(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?auth_callback=1&code=c&state=s&storeToken=true",
        "/config",
        "/config/backup/details/abc",
        "/config/integrations/integration/backblaze_b2",
        "/profile",
        "/home/overview"
      })
  void the_page_is_at_the_addresses_of_its_panels(String path) throws Exception {
    addTheOwner();

    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(text(answer)).contains("<home-assistant>");
  }

  @Test
  void the_marks_of_the_page_are_filled_in() throws Exception {
    addTheOwner();

    assertThat(text(get("/")))
        .contains("<meta name=\"theme-color\" content=\"#18bcf2\">")
        .contains("import(\"/frontend_latest/core.js\");")
        .doesNotContain("{{", "{%", "extra_");
  }

  @Test
  void a_browser_runs_the_scripts_of_the_page_and_no_other() throws Exception {
    addTheOwner();

    String policy = header(get("/"), "Content-Security-Policy");

    assertThat(policy)
        .contains("default-src 'none'", "object-src 'none'", "base-uri 'self'")
        .contains("frame-ancestors 'none'", "connect-src 'self'")
        .contains(hash(BuiltFrontend.BOOT))
        .doesNotContain(hash("no script"), "unsafe-eval")
        .containsOnlyOnce("'unsafe-inline'")
        .contains("style-src 'self' 'unsafe-inline'");
    assertThat(header(get("/auth/authorize"), "Content-Security-Policy"))
        .contains(hash(BuiltFrontend.LOGIN));
    assertThat(header(get("/sw-modern.js"), "Content-Security-Policy"))
        .contains("script-src 'self';");
  }

  private static String hash(String script) throws Exception {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    return "'sha256-%s'"
        .formatted(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/config/backup", "/profile"})
  void without_an_owner_the_page_leads_to_the_onboarding(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(header(answer, "Location")).isEqualTo("/onboarding.html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/index.html",
        "/authorize.html",
        "/lovelace/0",
        "/static",
        "/static/",
        "/static/icons",
        "/static/missing.js",
        "/static/icons/favicon.ico/more",
        "/frontend_latest//app.abc123.js",
        "/static/.hidden",
        "/local/missing.png",
        "/local/",
        "/api/brands/integration/backblaze_b2/icon.png?token=x"
      })
  void anything_else_is_404(String path) throws Exception {
    addTheOwner();
    Files.writeString(root.resolve("static/.hidden"), "hidden");

    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void the_manifest_is_made_for_phones() throws Exception {
    HttpResponse<byte[]> answer = get("/manifest.json");

    assertThat(header(answer, "Content-Type")).isEqualTo("application/manifest+json");
    JsonObject manifest = new JsonObject(text(answer));
    Fields.check(
        manifest,
        """
        name         string
        short_name   string
        start_url    "/?homescreen=1"
        display      "standalone"
        theme_color  "#18bcf2"
        icons        array
        """);
    JsonArray icons = manifest.getJsonArray("icons");
    assertThat(icons).hasSize(4);
    assertThat(get(icons.getJsonObject(3).getString("src")).statusCode()).isEqualTo(200);
  }

  @Test
  void a_password_manager_is_led_to_the_profile() throws Exception {
    HttpResponse<byte[]> answer = get("/.well-known/change-password");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(header(answer, "Location")).isEqualTo("/profile");
  }

  @Test
  void what_lies_in_www_of_the_hub_is_at_local_and_does_nothing_by_itself() throws Exception {
    Path www = Files.createDirectories(config.resolve("www/pictures"));
    Files.writeString(www.resolve("cat.svg"), "<svg/>");

    HttpResponse<byte[]> answer = get("/local/pictures/cat.svg");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("image/svg+xml");
    assertThat(header(answer, "Cache-Control")).isEqualTo(MONTH);
    assertThat(header(answer, "Content-Security-Policy")).endsWith("sandbox");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static/out.txt", "/static/out/secret.txt", "/local/out/secret.txt"})
  void a_link_that_leads_out_is_not_there(String path) throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(root.resolve("static/out.txt"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("static/out"), outside);
    Files.createDirectory(config.resolve("www"));
    Files.createSymbolicLink(config.resolve("www/out"), outside);

    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void a_www_that_is_a_link_itself_is_not_there() throws Exception {
    Files.createSymbolicLink(config.resolve("www"), config.resolve(".storage"));
    addTheOwner();

    assertThat(get("/local/auth").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/static/%2e%2e/index.html",
        "/static/..%2findex.html",
        "/static/%252e%252e/index.html",
        "/static/%2fetc%2fpasswd",
        "/static/..%5cindex.html",
        "/local/%2e%2e/.storage/auth"
      })
  void no_address_leads_out_of_the_directory(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void what_was_compressed_when_it_was_built_is_sent_as_it_lies() throws Exception {
    HttpResponse<byte[]> brotli = get("/frontend_latest/ready.js", "Accept-Encoding", "gzip, br");
    HttpResponse<byte[]> gzip =
        get("/frontend_latest/ready.js", "Accept-Encoding", "br;q=0, gzip;q=0.5");
    HttpResponse<byte[]> plain = get("/frontend_latest/ready.js");

    assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
    assertThat(header(brotli, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(text(brotli)).isEqualTo(BuiltFrontend.COMPRESSED_BEFOREHAND);
    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(unpacked(gzip)).isEqualTo(BuiltFrontend.COMPRESSED_BEFOREHAND);
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(plain, "Vary")).contains("Accept-Encoding");
    assertThat(text(plain)).isEqualTo(BuiltFrontend.APP);
  }

  @Test
  void other_texts_are_compressed_on_the_way() throws Exception {
    HttpResponse<byte[]> script =
        get("/frontend_latest/app.abc123.js", "Accept-Encoding", "gzip, deflate, br");
    HttpResponse<byte[]> font = get("/static/fonts/roboto.woff2", "Accept-Encoding", "gzip, br");

    assertThat(header(script, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(script, "Vary")).contains("Accept-Encoding");
    assertThat(unpacked(script)).isEqualTo(BuiltFrontend.APP);
    assertThat(header(font, "Content-Encoding")).isEmpty();
  }

  @Test
  void a_large_file_comes_whole() throws Exception {
    byte[] large = new byte[5_000_001];
    new java.util.Random(8).nextBytes(large);
    Files.write(root.resolve("static/large.bin"), large);
    Files.write(root.resolve("static/large.js"), large);

    assertThat(get("/static/large.bin").body()).isEqualTo(large);
    assertThat(get("/static/large.js", "Accept-Encoding", "gzip").body()).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/auth/authorize", "/frontend_latest/app.abc123.js", "/manifest.json"})
  void what_a_browser_has_is_not_sent_again(String path) throws Exception {
    addTheOwner();
    String tag = header(get(path), "ETag");

    HttpResponse<byte[]> again = get(path, "If-None-Match", "\"other\", W/" + tag);

    assertThat(tag).matches("\"[0-9a-f-]+\"");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
  }

  @Test
  void a_file_that_was_exchanged_is_sent_anew() throws Exception {
    String tag = header(get("/sw-modern.js"), "ETag");
    Path newer = Files.writeString(root.resolve("newer"), "self.modern = \"yes\"");
    Files.setLastModifiedTime(newer, Files.getLastModifiedTime(root.resolve("sw-modern.js")));
    Files.move(
        newer, root.resolve("sw-modern.js"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(text(get("/sw-modern.js", "If-None-Match", tag))).isEqualTo("self.modern = \"yes\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/authorize", "/frontend_latest/app.abc123.js"})
  void head_gives_what_get_says_of_itself(String path) throws Exception {
    HttpResponse<byte[]> get = get(path);

    HttpResponse<byte[]> head = send("HEAD", path);

    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Type", "Content-Length", "ETag", "Cache-Control"}) {
      assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(get, name));
    }
  }

  @Test
  void nothing_can_be_written_there() throws Exception {
    assertThat(send("POST", "/static/fonts/roboto.woff2").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/static/fonts/roboto.woff2").statusCode()).isEqualTo(404);
    assertThat(root.resolve("static/fonts/roboto.woff2")).exists();
  }

  @Test
  void the_version_is_that_of_the_package() {
    HubSession ada = HubSession.first(hub.port());

    assertThat(hub.ask(ada, "frontend/get_version").getString("version")).isEqualTo("20260517.0");
  }
}
