package org.homekeep.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of framework.md §8, and §14.5. */
class DiagnosticsTest {
  private static final String TOKEN = "K005/x+y \"äö\" secret";
  private EntriesHub hub;
  private String entry;

  @BeforeEach
  void start(@TempDir Path config) {
    hub = EntriesHub.start(config);
    entry =
        hub.post(EntriesHub.FLOW + "/" + hub.startFlow(), EntriesHub.form("h", TOKEN))
            .json()
            .getJsonObject("result")
            .getString("entry_id");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private EntriesHub.Answer download() {
    return hub.get("/api/diagnostics/config_entry/" + entry);
  }

  @Test
  void the_document_has_the_envelope_and_typed_secrets_redacted() {
    EntriesHub.Answer answer = download();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry(
            "Content-Disposition",
            "attachment; filename=\"config_entry-fixture-%s.json\"".formatted(entry));
    JsonObject document = answer.json();
    assertThat(document.fieldNames())
        .containsExactly(
            "home_assistant",
            "custom_components",
            "integration_manifest",
            "setup_times",
            "data",
            "issues");
    assertThat(document.getJsonObject("data").getJsonObject("entry"))
        .isEqualTo(
            new JsonObject().put("host", "h").put("token", Secret.REDACTED).put("prefix", ""));
    assertThat(document.getJsonObject("integration_manifest").getJsonArray("codeowners"))
        .isEqualTo(new JsonArray().add("someone"));
  }

  @Test
  void set_up_times_are_told_for_the_integration_and_for_the_entry() {
    JsonObject times = download().json().getJsonObject("setup_times");

    assertThat(times.fieldNames()).contains(entry);
    assertThat(times.getJsonObject(entry).fieldNames()).containsExactly("config_entry_setup");
  }

  @Test
  void a_secret_that_the_integration_shows_is_found_in_every_encoding() {
    String basic =
        Base64.getEncoder().encodeToString(("id:" + TOKEN).getBytes(StandardCharsets.UTF_8));
    String url = URLEncoder.encode(TOKEN, StandardCharsets.UTF_8);
    String json = new JsonObject().put("inner", TOKEN).encode();
    hub.fixture.onDiagnostics =
        shown ->
            Future.succeededFuture(
                new JsonObject()
                    .put("plain", "before " + TOKEN + " after")
                    .put("url", "https://h/?t=" + url + "&x=1")
                    .put("list", new JsonArray().add(new JsonObject().put("json", json)))
                    .put("header", "Basic " + basic)
                    .put(TOKEN, "as a key"));

    EntriesHub.Answer answer = download();

    assertThat(answer.status()).isEqualTo(200);
    JsonObject data = answer.json().getJsonObject("data");
    assertThat(data.getString("plain")).isEqualTo("before **REDACTED** after");
    assertThat(data.getString("url")).isEqualTo("https://h/?t=**REDACTED**&x=1");
    assertThat(answer.text())
        .doesNotContain("secret")
        .doesNotContain("K005")
        .doesNotContain(basic.substring(8, basic.length() - 8));
  }

  @Test
  void a_secret_that_an_entry_uses_and_does_not_keep_is_found_as_well() {
    hub.fixture.onSecrets = () -> List.of(Secret.of("token of this hour"));
    hub.fixture.onDiagnostics =
        shown -> Future.succeededFuture(new JsonObject().put("said", "a token of this hour!"));

    assertThat(download().json().getJsonObject("data").getString("said"))
        .isEqualTo("a **REDACTED**!");
  }

  @Test
  void an_integration_that_does_not_say_its_secrets_is_asked_for_nothing_else() {
    hub.fixture.onSecrets =
        () -> {
          throw new IllegalStateException("no");
        };
    hub.fixture.onDiagnostics =
        shown -> Future.succeededFuture(new JsonObject().put("said", "a token of this hour!"));

    EntriesHub.Answer answer = download();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("token of this hour");
    assertThat(answer.json().getJsonObject("data").getString("error"))
        .isEqualTo("The integration could not give its diagnostics.");
  }

  private static String letters(IntFunction<String> written) {
    return TOKEN.chars().mapToObj(written).collect(Collectors.joining());
  }

  private static String bytes(String separator, IntFunction<String> written) {
    return numbers().stream().map(written::apply).collect(Collectors.joining(separator));
  }

  private static List<Integer> numbers() {
    byte[] bytes = TOKEN.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xff).toList();
  }

  static Stream<Arguments> waysToWriteASecret() {
    byte[] bytes = TOKEN.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        Arguments.of("upper case", TOKEN.toUpperCase(Locale.ROOT)),
        Arguments.of("lower case", TOKEN.toLowerCase(Locale.ROOT)),
        Arguments.of("hex with colons", bytes(":", letter -> "%02X".formatted(letter))),
        Arguments.of("hex with spaces", bytes(" ", letter -> "%02x".formatted(letter))),
        Arguments.of("hex with prefixes", bytes(", ", letter -> "0x%02x".formatted(letter))),
        Arguments.of("hex escapes", bytes("", letter -> "\\x%02x".formatted(letter))),
        Arguments.of("percent escapes of every letter", bytes("", "%%%02x"::formatted)),
        Arguments.of("unicode escapes", letters(letter -> "\\u%04x".formatted(letter))),
        Arguments.of("unicode escapes, twice", letters(letter -> "\\\\u%04X".formatted(letter))),
        Arguments.of("decimal entities", letters(letter -> "&#%d;".formatted(letter))),
        Arguments.of("hex entities", letters(letter -> "&#x%X;".formatted(letter))),
        Arguments.of("a list of bytes as text", numbers().toString()),
        Arguments.of(
            "a list of letters",
            new JsonArray(TOKEN.chars().mapToObj(Character::toString).toList())),
        Arguments.of("a list of bytes", new JsonArray(numbers())),
        Arguments.of(
            "base64 in lines",
            Base64.getMimeEncoder(8, new byte[] {'\r', '\n'}).encodeToString(bytes)),
        Arguments.of(
            "base64 in a list of lines",
            new JsonArray(
                List.of(
                    Base64.getMimeEncoder(8, new byte[] {'\n'})
                        .encodeToString(bytes)
                        .split("\n")))),
        Arguments.of("base64 for addresses", Base64.getUrlEncoder().encodeToString(bytes)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waysToWriteASecret")
  void a_secret_is_found_however_it_is_written(String way, Object written) {
    hub.fixture.onDiagnostics =
        shown -> Future.succeededFuture(new JsonObject().put("shown", written));

    EntriesHub.Answer answer = download();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonObject("data").getString("shown"))
        .contains(Secret.REDACTED)
        .hasSizeLessThan(Secret.REDACTED.length() + 12);
  }

  @Test
  void an_integration_that_cannot_tell_does_not_spoil_the_download() {
    hub.fixture.onDiagnostics =
        shown -> Future.failedFuture(new IllegalStateException("Bad token " + TOKEN));

    EntriesHub.Answer answer = download();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonObject("data").getString("error_type"))
        .isEqualTo("IllegalStateException");
    assertThat(answer.text()).doesNotContain("K005");
  }

  @Test
  void what_is_not_json_is_500_and_not_half_an_answer() {
    hub.fixture.onDiagnostics =
        shown -> Future.succeededFuture(new JsonObject().put("object", new Object()));

    assertThat(download().status()).isEqualTo(500);
  }

  @Test
  void what_no_field_describes_is_treated_as_a_secret() throws IOException {
    JsonObject document = hub.stored();
    document
        .getJsonObject("data")
        .getJsonArray("entries")
        .getJsonObject(0)
        .getJsonObject("data")
        .put("from_elsewhere", new JsonObject().put("deep", "an-older-token"));
    hub.close();
    Files.writeString(hub.directory.resolve("core.config_entries"), document.encode());
    hub = EntriesHub.start(hub.directory.getParent()).setUpAll();
    hub.fixture.onDiagnostics =
        shown -> Future.succeededFuture(new JsonObject().put("used", "an-older-token"));

    assertThat(download().json().getJsonObject("data").getString("used"))
        .isEqualTo(Secret.REDACTED);
  }

  @Test
  void a_document_that_cannot_be_cleaned_is_withheld() {
    String other =
        hub.post(
                EntriesHub.FLOW + "/" + hub.startFlow(),
                EntriesHub.form("other", Secret.REDACTED.substring(2, 8)))
            .json()
            .getJsonObject("result")
            .getString("entry_id");

    EntriesHub.Answer answer = hub.get("/api/diagnostics/config_entry/" + other);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().getString("message")).startsWith("The diagnostics were withheld");
  }

  @Test
  void unknown_types_are_400_and_unknown_entries_404_without_a_body() {
    assertThat(hub.get("/api/diagnostics/other/" + entry).status()).isEqualTo(400);
    assertThat(hub.get("/api/diagnostics/config_entry/none").status()).isEqualTo(404);
    assertThat(hub.get("/api/diagnostics/config_entry/" + entry + "/device").status())
        .isEqualTo(400);
    assertThat(hub.get("/api/diagnostics/config_entry/" + entry + "/device/d").status())
        .isEqualTo(404);
  }

  @Test
  void the_download_is_for_administrators() {
    assertThat(hub.asPerson(HttpMethod.GET, "/api/diagnostics/config_entry/" + entry).status())
        .isEqualTo(403);
  }

  @Test
  void list_and_get_tell_the_handlers() {
    JsonObject fixture =
        new JsonObject(
            """
            {"domain":"fixture","handlers":{"config_entry":true,"device":false}}
            """);

    assertThat(hub.command("diagnostics/list", new JsonObject()).getJsonArray("result"))
        .isEqualTo(new JsonArray().add(fixture));
    assertThat(
            hub.command("diagnostics/get", new JsonObject().put("domain", "fixture"))
                .getJsonObject("result"))
        .isEqualTo(fixture);
    assertThat(
            hub.command("diagnostics/get", new JsonObject().put("domain", "nobody"))
                .getJsonObject("error")
                .getString("message"))
        .isEqualTo("Domain not supported");
  }

  @Test
  void base64_is_found_wherever_the_secret_begins() {
    Redactor redactor = new Redactor(List.of(Secret.of("application-key-0123456789")));
    for (String before : List.of("", "a", "ab", "abc", "abcd")) {
      String encoded =
          Base64.getEncoder()
              .encodeToString(
                  (before + "application-key-0123456789!?").getBytes(StandardCharsets.UTF_8));

      assertThat(redactor.foundIn(encoded)).as("after '%s'", before).isTrue();
      assertThat(redactor.foundIn(redactor.redact(new JsonObject().put("x", encoded)).encode()))
          .isFalse();
    }
  }

  @Test
  void a_number_that_is_a_secret_is_redacted_and_a_short_secret_only_as_a_whole() {
    Redactor redactor = new Redactor(List.of(Secret.of("12345"), Secret.of("ab")));

    assertThat(
            redactor.redact(
                new JsonObject().put("n", 912345).put("m", 7).put("s", "ab").put("t", "table")))
        .isEqualTo(
            new JsonObject()
                .put("n", Secret.REDACTED)
                .put("m", 7)
                .put("s", Secret.REDACTED)
                .put("t", "table"));
  }
}
