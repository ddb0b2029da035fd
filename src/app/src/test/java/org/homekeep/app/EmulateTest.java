package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulateTest {

  @Test
  void the_printed_key_opens_the_emulator_at_the_printed_address() throws Exception {
    try (RunningCommand emulator = RunningCommand.start("emulate", "b2")) {
      JsonObject printed = new JsonObject(emulator.output("(?m)^(\\{.*\\})$"));

      int status = authorize(printed);

      assertThat(status).isEqualTo(200);
      assertThat(printed.fieldNames())
          .containsExactlyInAnyOrder("url", "key_id", "application_key", "bucket");
      assertThat(emulator.output("ready at (\\S+)")).isEqualTo(printed.getString("url"));
    }
  }

  @Test
  void a_directory_keeps_the_account_from_one_start_to_the_next(@TempDir Path directory) {
    String first;
    try (RunningCommand emulator = RunningCommand.start("emulate", "b2", "--dir=" + directory)) {
      first = emulator.output("\"application_key\":\"([^\"]+)\"");
    }

    try (RunningCommand emulator = RunningCommand.start("emulate", "b2", "--dir=" + directory)) {
      assertThat(emulator.output("\"application_key\":\"([^\"]+)\"")).isEqualTo(first);
    }
  }

  @Test
  void without_a_service_the_services_are_named() {
    Typed typed = Typed.homekeep("emulate");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("Say which service: b2, cloud.");
  }

  @Test
  void a_part_size_that_is_none_is_refused() {
    Typed typed = Typed.homekeep("emulate", "b2", "--min-part-size=0");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--min-part-size must be at least 1, not 0.");
  }

  @Test
  void a_line_that_passes_less_than_nothing_is_refused() {
    Typed typed = Typed.homekeep("emulate", "b2", "--line=-1");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--line must be at least 1, or 0 for no limit, not -1.");
  }

  @Test
  void what_is_in_the_seed_is_there_from_the_start(@TempDir Path directory) throws Exception {
    Path seed =
        Files.writeString(
            directory.resolve("seed.json"),
            "{\"keys\":[{\"key_id\":\"0020mine\",\"application_key\":\"K002secret\"}]}");
    try (RunningCommand emulator =
        RunningCommand.start("emulate", "b2", "--seed=" + seed, "--pod-port=0", "--line=1250000")) {
      JsonObject printed = new JsonObject(emulator.output("(?m)^(\\{.*\\})$"));

      int status =
          authorize(printed.copy().put("key_id", "0020mine").put("application_key", "K002secret"));

      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void a_seed_that_makes_no_sense_is_refused_with_the_reason(@TempDir Path directory)
      throws Exception {
    Path seed = Files.writeString(directory.resolve("seed.json"), "{\"buckets\":[{}]}");

    assertThat(Typed.homekeep("emulate", "b2", "--seed=" + seed).err())
        .contains("The emulator could not start", "name is missing");
    assertThat(Typed.homekeep("emulate", "b2", "--seed=" + directory.resolve("none")).err())
        .contains("none cannot be read");
    Files.writeString(seed, "[");
    assertThat(Typed.homekeep("emulate", "b2", "--seed=" + seed).err())
        .contains("seed.json is not a JSON object.");
  }

  @Test
  void the_printed_user_of_the_cloud_can_log_in_at_the_printed_address() throws Exception {
    try (RunningCommand emulator = RunningCommand.start("emulate", "cloud")) {
      JsonObject printed = new JsonObject(emulator.output("(?m)^(\\{.*\\})$"));

      int status = openAccount(printed);

      assertThat(status).isEqualTo(303);
      assertThat(printed.fieldNames()).containsExactlyInAnyOrder("url", "email", "password");
      assertThat(emulator.output("ready at (\\S+)")).isEqualTo(printed.getString("url"));
    }
  }

  @Test
  void users_of_the_cloud_may_be_there_from_the_start(@TempDir Path directory) throws Exception {
    Path seed =
        Files.writeString(
            directory.resolve("seed.json"),
            "{\"users\":[{\"email\":\"me@example.org\",\"password\":\"secret99\"}]}");
    try (RunningCommand emulator =
        RunningCommand.start(
            "emulate",
            "cloud",
            "--seed=" + seed,
            "--limit=1000",
            "--line=1250000",
            "--object-port=0")) {
      JsonObject printed = new JsonObject(emulator.output("(?m)^(\\{.*\\})$"));

      int status =
          openAccount(printed.copy().put("email", "me@example.org").put("password", "secret99"));

      assertThat(status).isEqualTo(303);
    }
  }

  @Test
  void the_password_of_a_directory_is_told_when_it_is_new(@TempDir Path directory) {
    try (RunningCommand emulator = RunningCommand.start("emulate", "cloud", "--dir=" + directory)) {
      assertThat(emulator.output("\"password\":(\\S+)\\}")).startsWith("\"");
    }

    try (RunningCommand emulator = RunningCommand.start("emulate", "cloud", "--dir=" + directory)) {
      assertThat(emulator.output("\"password\":(\\S+)\\}")).isEqualTo("null");
    }
  }

  @Test
  void a_limit_that_is_none_is_refused() {
    Typed typed = Typed.homekeep("emulate", "cloud", "--limit=0");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--limit must be at least 1, not 0.");
  }

  private static int openAccount(JsonObject printed) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(printed.getString("url") + "/account/login"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "email=%s&password=%s"
                        .formatted(printed.getString("email"), printed.getString("password"))))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static int authorize(JsonObject printed) throws Exception {
    String pair = printed.getString("key_id") + ":" + printed.getString("application_key");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(printed.getString("url") + "/b2api/v3/b2_authorize_account"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }
}
