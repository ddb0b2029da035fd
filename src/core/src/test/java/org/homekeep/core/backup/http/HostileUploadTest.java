package org.homekeep.core.backup.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.core.backup.archive.HostileTar;
import org.homekeep.core.backup.archive.RawTar;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HttpFront;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is uploaded, it is one file among the backups or none, and the hub goes on. */
class HostileUploadTest {
  /** Where the attacks would like to write; the names of the cases do not depend on it. */
  private static final String OUTSIDE = "/tmp/homekeep-hostile/outside";

  private static final String LOCAL = "/api/backup/upload?agent_id=backup.local";
  private static final byte[] NO_PART = new byte[1024];

  private Path temporary;
  private Path directory;
  private BackupHub hub;
  private HttpFront http;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    this.temporary = temporary;
    directory = temporary.resolve("home");
    Files.createDirectories(directory);
    Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(temporary.resolve("outside/precious"), "precious");
    hub = BackupHub.started(directory);
    http = HttpFront.of(hub);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private HttpFront.Answer upload(byte[] archive) throws Exception {
    return http.upload(LOCAL, "a.tar", Buffer.buffer(archive));
  }

  /** All files but those that the hub keeps for itself. */
  private List<String> surroundings() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files
          .map(file -> temporary.relativize(file).toString())
          .filter(file -> !file.startsWith("home/.storage") && !file.startsWith("home/backups"))
          .filter(file -> !file.equals("home/tmp_backups"))
          .sorted()
          .toList();
    }
  }

  static Stream<String> attacks() {
    return HostileTar.all(OUTSIDE).stream().map(HostileTar::what);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void a_hostile_part_is_kept_as_it_is_and_taken_out_nowhere(String what) throws Exception {
    byte[] tar =
        HostileTar.all(temporary.resolve("outside").toString()).stream()
            .filter(hostile -> hostile.what().equals(what))
            .findFirst()
            .orElseThrow()
            .tar();
    byte[] archive = RawTar.archiveOf(tar);
    List<String> before = surroundings();

    HttpFront.Answer answer = upload(archive);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(surroundings()).isEqualTo(before);
    List<String> kept = BackupHub.names(directory.resolve("backups"));
    assertThat(kept).hasSize(1);
    assertThat(directory.resolve("backups").resolve(kept.get(0))).hasBinaryContent(archive);
  }

  private static JsonObject metadata() {
    return new JsonObject()
        .put("slug", "27e0ff0f")
        .put("name", "Test")
        .put("date", "2026-01-30T05:42:12-08:00")
        .put("homeassistant", new JsonObject().put("version", "2026.1.0"));
  }

  private static byte[] archive(JsonObject metadata) {
    return archive(metadata.encode());
  }

  private static byte[] archive(String metadata) {
    return RawTar.archiveOf(
        metadata.getBytes(StandardCharsets.UTF_8), "./homeassistant.tar", NO_PART);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../outside/evil", "/etc/evil", "..", "a\\..\\b", "a\nb\u001b[2J", "a\u0000b"})
  void no_name_and_no_id_in_an_archive_leads_out(String evil) throws Exception {
    List<String> before = surroundings();

    for (String field : List.of("name", "slug", "date")) {
      upload(archive(metadata().put(field, evil)));
    }

    assertThat(surroundings()).isEqualTo(before);
    assertThat(BackupHub.names(directory.resolve("backups")))
        .allMatch(name -> name.matches("[^/\\p{Cntrl}]+\\.tar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Before 11/2026", "C:\\backup", "two\nlines", "..", " "})
  void a_backup_is_taken_in_whatever_it_is_called(String name) throws Exception {
    HttpFront.Answer answer = upload(archive(metadata().put("name", name)));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(hub.call("backup/info").getJsonArray("backups").getJsonObject(0).getString("name"))
        .isEqualTo(name);
  }

  @Test
  void what_the_hub_makes_it_takes_in_again() throws Exception {
    String id =
        hub.backup(
            new JsonObject()
                .put("agent_ids", new JsonArray().add("backup.local"))
                .put("name", "Before 11/2026"));
    Path file =
        directory.resolve("backups/" + BackupHub.names(directory.resolve("backups")).get(0));
    byte[] made = Files.readAllBytes(file);
    hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(upload(made).bodyAsJsonObject().getString("backup_id")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a b", "a/b", "", "ü", ".", ".."})
  void an_id_that_no_location_would_list_is_refused_and_leaves_nothing(String id) throws Exception {
    HttpFront.Answer answer = upload(archive(metadata().put("slug", id)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsString()).contains("has an id that cannot be used");
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  @Test
  void an_endless_id_name_or_date_is_refused_and_leaves_nothing() throws Exception {
    for (String field : List.of("slug", "name", "date")) {
      HttpFront.Answer answer = upload(archive(metadata().put(field, "a".repeat(5_000))));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.bodyAsString()).contains("that cannot be used");
    }
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"27e0ff0f", "my_backup-1.2", "...", ".a", "a."})
  void an_id_of_other_programs_is_taken_in(String id) throws Exception {
    assertThat(upload(archive(metadata().put("slug", id))).statusCode()).isEqualTo(201);
  }

  @Test
  void more_add_ons_than_a_list_would_show_are_refused_with_their_number() throws Exception {
    JsonArray addOns = new JsonArray();
    for (int i = 0; i <= 1_000; i++) {
      addOns.add(new JsonObject().put("slug", "addon_" + i));
    }

    HttpFront.Answer answer = upload(archive(metadata().put("addons", addOns)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsString()).contains("has a list of more than 1000 add-ons that cannot");
  }

  @Test
  void a_name_that_is_too_long_is_refused_where_it_is_given() throws Exception {
    JsonObject named = new JsonObject().put("name", "a".repeat(256));

    assertThat(hub.refused("backup/config/update", new JsonObject().put("create_backup", named)))
        .contains("255");
    assertThat(
            hub.refused(
                "backup/generate",
                named.copy().put("agent_ids", new JsonArray().add("backup.local"))))
        .contains("255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"...tar", "./...tar.gz", "...tgz", "..tar"})
  void a_part_whose_name_leads_out_is_refused_and_leaves_nothing(String part) throws Exception {
    byte[] json = metadata().encode().getBytes(StandardCharsets.UTF_8);
    List<String> before = surroundings();

    HttpFront.Answer answer = upload(RawTar.archiveOf(json, part, NO_PART));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString()).contains("a part whose name is not safe to extract");
    assertThat(surroundings()).isEqualTo(before);
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  static Stream<String> unusable() {
    return Stream.of(
        "",
        "null",
        "[]",
        "{",
        "[".repeat(200_000),
        "{\"slug\":1,\"name\":2,\"date\":3}",
        metadata().put("slug", new JsonObject()).encode(),
        metadata().put("name", new JsonArray()).encode(),
        metadata().put("x", "y".repeat(5 << 20)).encode());
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void an_unusable_backup_json_is_refused_and_leaves_nothing(String json) throws Exception {
    List<String> before = surroundings();

    HttpFront.Answer answer = upload(archive(json));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString()).contains("Can't upload backup file: The backup.json");
    assertThat(surroundings()).isEqualTo(before);
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  @Test
  void the_hub_goes_on_after_them_all() throws Exception {
    upload(archive("["));
    upload(archive(metadata().put("slug", "../../x")));

    HttpFront.Answer answer = upload(archive(metadata()));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(hub.call("backup/info").getString("state")).isEqualTo("idle");
  }
}
