package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
    assertThat(typed.err()).contains("Say which service: b2.");
  }

  @Test
  void a_part_size_that_is_none_is_refused() {
    Typed typed = Typed.homekeep("emulate", "b2", "--min-part-size=0");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--min-part-size must be at least 1, not 0.");
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
