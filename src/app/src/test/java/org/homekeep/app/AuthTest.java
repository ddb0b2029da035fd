package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way into a new hub, and the way back in for whoever is locked out. */
class AuthTest {
  private final Path config;

  AuthTest(@TempDir Path config) {
    this.config = config;
  }

  @Test
  void a_hub_that_others_reach_prints_the_address_that_makes_the_first_account() throws Exception {
    try (RunningCommand hub = run("--host=0.0.0.0")) {
      assertThat(hub.output()).contains("There is no account yet.");
      URI setUp = URI.create(hub.output("\n  (http://127\\.0\\.0\\.1:\\d+/setup/\\S+)\n"));
      HttpClient stranger = HttpClient.newHttpClient();
      assertThat(makeUser(stranger, setUp).statusCode()).isEqualTo(403);
      HttpClient browser =
          HttpClient.newBuilder()
              .cookieHandler(new CookieManager())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpResponse<String> page =
          browser.send(HttpRequest.newBuilder(setUp).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.uri().getPath()).isEqualTo("/");
      assertThat(makeUser(browser, setUp).statusCode()).isEqualTo(200);
    }
    try (RunningCommand again = run("--host=0.0.0.0")) {
      assertThat(again.output()).doesNotContain("/setup/").doesNotContain("no account");
    }
  }

  @Test
  void a_hub_for_this_machine_alone_prints_none() throws Exception {
    try (RunningCommand hub = run("--host=127.0.0.1")) {
      assertThat(hub.output()).doesNotContain("/setup/");
    }
  }

  @Test
  void accounts_are_listed_while_the_hub_is_stopped() throws Exception {
    makeOwner();
    Typed typed = Typed.homekeep("auth", "list", "--config=" + config);
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).matches("ada\\s+Ada, owner\\R");
  }

  @Test
  void to_list_damaged_accounts_changes_nothing_and_says_so() throws Exception {
    makeOwner();
    Path storage = config.resolve(".storage");
    for (String each : List.of("auth", "auth.previous", "auth.older")) {
      Files.writeString(storage.resolve(each), "garbage");
    }
    List<String> before = namesIn(storage);
    Typed typed = Typed.homekeep("auth", "list", "--config=" + config);
    assertThat(typed.exitCode()).isNotZero();
    assertThat(typed.err()).contains(".storage/auth is damaged").doesNotContain("\tat ");
    assertThat(namesIn(storage)).isEqualTo(before);
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_directory_that_cannot_be_used_is_named() throws Exception {
    Files.createDirectories(config.resolve(".storage"));
    Path lock = config.resolve(".ha_run.lock");
    Files.createDirectories(lock);
    Typed typed = Typed.homekeep("auth", "list", "--config=" + config);
    assertThat(typed.exitCode()).isNotZero();
    assertThat(typed.err())
        .contains("Homekeep cannot use " + lock)
        .doesNotContain("nobody thought of", "\tat ");
  }

  @Test
  void a_new_password_that_the_disk_does_not_take_is_not_printed() throws Exception {
    makeOwner();
    // What is written first has another name, which is taken.
    Path unfinished = config.resolve(".storage/auth_provider.homeassistant.new");
    Files.createDirectories(unfinished.resolve("full"));
    Typed typed = Typed.homekeep("auth", "reset-password", "ada", "--config=" + config);
    assertThat(typed.exitCode()).isNotZero();
    assertThat(typed.err()).contains("disk").doesNotContain("nobody thought of", "\tat ");
    assertThat(typed.out()).doesNotContainPattern("(?m)^  [a-z2-9]{16}$");
  }

  @Test
  void a_name_from_elsewhere_draws_nothing_but_itself() throws Exception {
    makeOwner();
    Path file = config.resolve(".storage/auth");
    JsonObject auth = new JsonObject(Files.readString(file));
    auth.getJsonObject("data")
        .getJsonArray("users")
        .getJsonObject(0)
        .put("name", "Ada\nowner\u001b[2J\u202e");
    Files.writeString(file, auth.encode());
    Typed typed = Typed.homekeep("auth", "list", "--config=" + config);
    assertThat(typed.out()).matches("ada\\s+Ada\uFFFDowner\uFFFD\\[2J\uFFFD, owner\\R");
  }

  @Test
  void a_forgotten_password_is_replaced_by_one_that_is_printed() throws Exception {
    makeOwner();
    Typed typed = Typed.homekeep("auth", "reset-password", "Ada", "--config=" + config);
    assertThat(typed.exitCode()).isZero();
    Matcher printed = Pattern.compile("(?m)^  ([a-z2-9]{16})$").matcher(typed.out());
    assertThat(printed.find()).isTrue();
    try (RunningCommand hub = run("--host=127.0.0.1")) {
      URI address = URI.create(hub.output("ready at (\\S+)"));
      assertThat(logIn(address, "correct horse").getString("type")).isEqualTo("form");
      assertThat(logIn(address, printed.group(1)).getString("type")).isEqualTo("create_entry");
    }
  }

  @Test
  void a_lost_second_factor_is_removed() throws Exception {
    makeOwner();
    Path file = config.resolve(".storage/auth_module.totp");
    Files.writeString(
        file,
        new JsonObject()
            .put("version", 1)
            .put("minor_version", 1)
            .put("key", "auth_module.totp")
            .put(
                "data",
                new JsonObject().put("users", new JsonObject().put(ownerId(), "GEZDGNBVGY3TQOJQ")))
            .encode());
    assertThat(Typed.homekeep("auth", "list", "--config=" + config).out())
        .contains("second factor");
    Typed typed = Typed.homekeep("auth", "remove-second-factor", "ada", "--config=" + config);
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("the password alone");
    assertThat(Files.readString(file)).doesNotContain("GEZDGNBVGY3TQOJQ");
    Typed again = Typed.homekeep("auth", "remove-second-factor", "ada", "--config=" + config);
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("nothing was changed");
  }

  @Test
  void a_hub_that_runs_keeps_its_accounts_to_itself() throws Exception {
    try (RunningCommand hub = run("--host=127.0.0.1")) {
      assertThat(hub.output()).contains("ready at");
      Typed typed = Typed.homekeep("auth", "reset-password", "ada", "--config=" + config);
      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.err()).contains("is running", "Stop it");
    }
  }

  @Test
  void a_name_that_nobody_has_is_named() throws Exception {
    makeOwner();
    Typed typed = Typed.homekeep("auth", "reset-password", "eve", "--config=" + config);
    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("Nobody logs in as 'eve'", "auth list");
  }

  @Test
  void a_directory_without_a_hub_is_left_as_it_is() {
    Path empty = config.resolve("nothing");
    Typed typed = Typed.homekeep("auth", "list", "--config=" + empty);
    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("There is no hub in");
    assertThat(empty).doesNotExist();
  }

  private RunningCommand run(String host) {
    return RunningCommand.start("run", "--port=0", host, "--config=" + config);
  }

  private void makeOwner() throws Exception {
    try (RunningCommand hub = run("--host=127.0.0.1")) {
      URI address = URI.create(hub.output("ready at (\\S+)"));
      assertThat(makeUser(HttpClient.newHttpClient(), address).statusCode()).isEqualTo(200);
    }
  }

  private String ownerId() throws Exception {
    return new JsonObject(Files.readString(config.resolve(".storage/auth")))
        .getJsonObject("data")
        .getJsonArray("users")
        .getJsonObject(0)
        .getString("id");
  }

  private static HttpResponse<String> makeUser(HttpClient client, URI address) throws Exception {
    return post(
        client,
        address.resolve("/api/onboarding/users"),
        new JsonObject()
            .put("name", "Ada")
            .put("username", "ada")
            .put("password", "correct horse")
            .put("client_id", address.resolve("/").toString())
            .put("language", "en"));
  }

  private static JsonObject logIn(URI address, String password) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String id = address.resolve("/").toString();
    JsonObject start =
        new JsonObject()
            .put("client_id", id)
            .put("handler", new JsonArray().add("homeassistant").addNull())
            .put("redirect_uri", id);
    String flow =
        new JsonObject(post(client, address.resolve("/auth/login_flow"), start).body())
            .getString("flow_id");
    JsonObject credentials =
        new JsonObject().put("client_id", id).put("username", "ada").put("password", password);
    return new JsonObject(
        post(client, address.resolve("/auth/login_flow/" + flow), credentials).body());
  }

  private static HttpResponse<String> post(HttpClient client, URI address, JsonObject body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(address)
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
