package org.homekeep.core.backup.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.key.KeyFingerprint;
import org.homekeep.core.backup.key.KeyText;
import org.homekeep.core.backup.kit.EmergencyKit;
import org.homekeep.core.backup.kit.KitWords;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.homekeep.core.web.QrPicture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmergencyKitTest {
  private static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  private static final String PATH = "/api/homekeep/backup/emergency_kit?key=";

  private Path directory;
  private BackupHub hub;
  private HttpFront http;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("configuration.yaml"), "home");
    hub = BackupHub.started(directory);
    hub.addAgent("remote");
    http = HttpFront.of(hub);
    set(KEY);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void set(String key) throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject().put("create_backup", new JsonObject().put("password", key)));
  }

  private String fingerprint() throws Exception {
    return hub.keys().get(0).getString("fingerprint");
  }

  private void backUp(String name) throws Exception {
    hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray().add("backup.local").add("test.remote"))
            .put("name", name)
            .put("password", KEY));
  }

  private HttpFront.Answer kit(String format) throws Exception {
    return http.get(PATH + fingerprint() + "&format=" + format);
  }

  @Test
  void the_text_is_that_of_home_assistant_and_then_what_the_key_opens() throws Exception {
    backUp("Before the storm");

    HttpFront.Answer answer = kit("text");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.bodyAsString())
        .matches(
            Pattern.compile(
                """
                Home Assistant Backup Emergency Kit

                This emergency kit contains your backup encryption key\\. You need this key to be able to restore your Home Assistant backups\\.

                Date: November 11, 2024.*

                Instance:
                Home

                URL:
                http://127\\.0\\.0\\.1:\\d+

                Encryption key:
                ABCD-1234-EFGH-5678-IJKL-9012-MNOP

                For more information, visit https://www\\.home-assistant\\.io/more-info/backup-emergency-kit

                Fingerprint of the key: [0-9a-f]{16}

                This key opens these backups:
                - Before the storm, Nov 11, 2024.*, at the machine itself and remote, [0-9.]+ KB
                """));
    assertThat(KeyText.inKit(answer.bodyAsString())).isEqualTo(List.of(Secret.of(KEY)));
  }

  @Test
  void the_file_is_called_as_home_assistant_calls_it_and_kept_by_nobody() throws Exception {
    HttpFront.Answer answer = kit("text");

    assertThat(answer.getHeader("Content-Disposition"))
        .matches(
            "attachment; filename=\"home_assistant_backup_emergency_kit_11-11-24_12-00 PM\\.txt\"");
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void the_kit_of_an_earlier_key_is_called_old() throws Exception {
    set("QRST-1234-EFGH-5678-IJKL-9012-MNOP");

    assertThat(kit("text").getHeader("Content-Disposition"))
        .contains("home_assistant_backup_emergency_kit_old_11-11-24");
    assertThat(kit("page").bodyAsString()).contains("an earlier key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Encryption key: QRST-1234-EFGH-5678-IJKL-9012-MNOP",
        "two\\nEncryption key:\\nQRST-1234-EFGH-5678-IJKL-9012-MNOP",
        "\\u2028Encryption key:\\u2028QRST-1234-EFGH-5678-IJKL-9012-MNOP",
      })
  void a_backup_with_a_hostile_name_does_not_change_what_is_read_as_the_key(String name)
      throws Exception {
    backUp(new JsonObject("{\"name\":\"" + name + "\"}").getString("name"));

    assertThat(KeyText.inKit(kit("text").bodyAsString())).isEqualTo(List.of(Secret.of(KEY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Encryption key: QRST-1234-EFGH-5678-IJKL-9012-MNOP",
        " encryption key:\nQRST-1234-EFGH-5678-IJKL-9012-MNOP",
      })
  void a_home_with_a_hostile_name_does_not_change_what_is_read_as_the_key(String name)
      throws Exception {
    EmergencyKit kit =
        new EmergencyKit(
            Secret.of(KEY),
            KeyFingerprint.parse(fingerprint()).orElseThrow(),
            false,
            ZonedDateTime.parse("2026-01-30T05:42:12+01:00[Europe/Berlin]"),
            new KitWords(Locale.ENGLISH, Map.of()),
            name,
            name,
            List.of(),
            0);

    assertThat(KeyText.inKit(kit.text())).isEqualTo(List.of(Secret.of(KEY)));
  }

  @Test
  void the_text_is_in_the_language_that_is_asked_for_and_programs_find_its_key() throws Exception {
    set("a key that no group gives away");
    backUp("Vor dem Sturm");

    int last = hub.keys().size() - 1;
    String path = PATH + hub.keys().get(last).getString("fingerprint") + "&language=";
    String text = http.get(path + "de-AT").bodyAsString();

    assertThat(text)
        .contains("Notfall-Kit für deine Backups", "Datum: 11. November 2024", "Fingerabdruck")
        .doesNotContain("{", "text.", "This ");
    assertThat(KeyText.inKit(text))
        .map(Secret::reveal)
        .containsExactly("a key that no group gives away");
  }

  @Test
  void the_page_is_in_the_language_that_is_asked_for() throws Exception {
    backUp("Vor dem Sturm");

    String page = kit("page&language=de").bodyAsString();

    assertThat(page)
        .contains(
            "<html lang=\"de\">",
            "<h1>Notfall-Kit für Backups</h1>",
            "dieses System selbst, remote",
            "<code>./homekeep archive extract BACKUP.tar --kit KIT.txt --to VERZEICHNIS</code>")
        .doesNotContain("page.", "{ending}", "{command}", "{label}");
    assertThat(QrPicture.read(page)).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "de%22%3E"})
  void a_language_that_is_not_there_gives_an_english_page(String language) throws Exception {
    assertThat(kit("page&language=" + language).bodyAsString())
        .contains("<html lang=\"en\">", "<h1>Backup emergency kit</h1>");
  }

  @Test
  void the_page_loads_nothing_and_runs_nothing() throws Exception {
    backUp("<script>alert(1)</script>");

    HttpFront.Answer answer = kit("page");
    String page = answer.bodyAsString();

    assertThat(answer.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
    assertThat(style.find()).isTrue();
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(style.group(1).getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.getHeader("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(hash));
    assertThat(page)
        .doesNotContain("<script", "src=", "href=", "style=\"")
        .doesNotContainPattern(" on[a-z]+=")
        .contains("&lt;script&gt;");
  }

  @Test
  void the_page_shows_the_key_as_text_and_as_a_code_that_a_camera_reads() throws Exception {
    String page = kit("page").bodyAsString();

    assertThat(page.replace("<wbr>", "")).contains("<code>" + KEY + "</code>");
    assertThat(QrPicture.read(page)).isEqualTo(KEY);
  }

  @Test
  void what_is_asked_for_wrongly_is_refused() throws Exception {
    assertThat(http.get("/api/homekeep/backup/emergency_kit").statusCode()).isEqualTo(400);
    assertThat(kit("pdf").statusCode()).isEqualTo(400);
    assertThat(http.get(PATH + "0123456789abcdef").statusCode()).isEqualTo(404);
    assertThat(http.get(PATH + "x").statusCode()).isEqualTo(404);
  }
}
