package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.Folder;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The form of the file beside an archive (b2-and-cloud.md §A.7). Home Assistant reads what lies in
 * buckets now: who changes a letter here makes backups that it does not list.
 */
class SidecarFormTest extends EmulatorTest {
  private static final AgentBackup WHOLE =
      new AgentBackup(
          "2ee5e6ae",
          "Before the update, \"größer\"",
          "2026-04-07T05:10:47.002396+02:00",
          List.of(
              new AddonInfo(Optional.of("SSH"), "core_ssh", Optional.of("1.0")),
              new AddonInfo(Optional.empty(), "local_mine", Optional.empty())),
          List.of(Folder.SHARE, Folder.LOCAL_ADDONS, Folder.SSL, Folder.MEDIA),
          true,
          true,
          Optional.of("2026.4.1"),
          Map.of("with_automatic_settings", true),
          true,
          4_294_967_296L);

  private static final String WHOLE_TEXT =
      "{\"metadata_version\":\"1\",\"backup_id\":\"2ee5e6ae\",\"backup_metadata\":{"
          + "\"addons\":[{\"name\":\"SSH\",\"slug\":\"core_ssh\",\"version\":\"1.0\"},"
          + "{\"name\":null,\"slug\":\"local_mine\",\"version\":null}],"
          + "\"backup_id\":\"2ee5e6ae\","
          + "\"date\":\"2026-04-07T05:10:47.002396+02:00\","
          + "\"database_included\":true,"
          + "\"extra_metadata\":{\"with_automatic_settings\":true},"
          + "\"folders\":[\"share\",\"addons/local\",\"ssl\",\"media\"],"
          + "\"homeassistant_included\":true,"
          + "\"homeassistant_version\":\"2026.4.1\","
          + "\"name\":\"Before the update, \\\"größer\\\"\","
          + "\"protected\":true,"
          + "\"size\":4294967296}}";

  private static final AgentBackup BARE =
      new AgentBackup(
          "00000001",
          "",
          "2026-01-01T00:00:00+00:00",
          List.of(),
          List.of(),
          false,
          false,
          Optional.empty(),
          Map.of(),
          false,
          0);

  private static final String BARE_TEXT =
      "{\"metadata_version\":\"1\",\"backup_id\":\"00000001\",\"backup_metadata\":{"
          + "\"addons\":[],\"backup_id\":\"00000001\",\"date\":\"2026-01-01T00:00:00+00:00\","
          + "\"database_included\":false,\"extra_metadata\":{},\"folders\":[],"
          + "\"homeassistant_included\":false,\"homeassistant_version\":null,\"name\":\"\","
          + "\"protected\":false,\"size\":0}}";

  @Test
  void each_field_is_written_as_home_assistant_reads_it() {
    assertThat(text(WHOLE)).isEqualTo(WHOLE_TEXT);
    assertThat(text(BARE)).isEqualTo(BARE_TEXT);
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    assertThat(read(WHOLE_TEXT)).isEqualTo(WHOLE);
    assertThat(read(BARE_TEXT)).isEqualTo(BARE);
  }

  /** Whoever wrote it so is not Home Assistant, or an older one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata_version",
        "backup_id",
        "backup_metadata",
        "date",
        "database_included",
        "homeassistant_included",
        "name",
        "protected",
        "size"
      })
  void a_sidecar_without_a_field_is_none(String field) {
    String without = WHOLE_TEXT.replace("\"" + field + "\":", "\"other\":");

    assertThat(failure(without)).isPresent();
  }

  @Test
  void both_files_are_stored_with_the_types_and_marks_that_home_assistant_looks_for()
      throws Exception {
    byte[] archive = bytes(100);
    store(agent(), upload("aaaa1111", archive));

    List<Map<String, String>> sent = new ArrayList<>();
    for (LoggedRequest request : hub.await(b2.requests())) {
      if (request.call().equals("b2_upload_file")) {
        sent.add(request.headers());
      }
    }

    assertThat(sent).hasSize(2);
    assertThat(sent.get(0))
        .containsEntry("x-bz-file-name", base("aaaa1111") + ".tar")
        .containsEntry("content-type", "application/x-tar");
    assertThat(sent.get(1))
        .containsEntry("x-bz-file-name", base("aaaa1111") + ".metadata.json")
        .containsEntry("content-type", "application/json")
        .containsEntry("x-bz-info-metadata_only", "true")
        .containsEntry("x-bz-info-archive_sha1", sha1(archive))
        .containsEntry("x-bz-info-homekeep_entry", "01ENTRY")
        .containsEntry(
            "x-bz-info-homekeep_backup", sha1("aaaa1111".getBytes(StandardCharsets.UTF_8)))
        .containsKey("x-bz-info-homekeep_upload");
    assertThat(sent.get(1).keySet().stream().filter(name -> name.startsWith("x-bz-info-")))
        .hasSize(5);
  }

  private static String text(AgentBackup backup) {
    return new String(Sidecar.write(backup), StandardCharsets.UTF_8);
  }

  private static AgentBackup read(String text) throws SidecarException {
    return Sidecar.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<SidecarException> failure(String text) {
    try {
      read(text);
      return Optional.empty();
    } catch (SidecarException refused) {
      return Optional.of(refused);
    }
  }
}
