package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBackupsTest extends EmulatorTest {
  private static final String ID = "aaaa1111";

  @Test
  void an_empty_folder_lists_nothing_and_is_asked_again_each_time() throws Exception {
    BackupAgent agent = agent();

    assertThat(listedIds(agent)).isEmpty();
    assertThat(listedIds(agent)).isEmpty();

    assertThat(Collections.frequency(calls(), "b2_list_file_names")).isEqualTo(2);
  }

  @Test
  void a_listed_backup_is_the_one_that_was_uploaded() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(1000)));

    List<AgentBackup> listed = hub.await(agent::listBackups);

    assertThat(listed).containsExactly(backup(ID, 1000));
    assertThat(hub.await(() -> agent.getBackup(ID))).isEqualTo(backup(ID, 1000));
  }

  @Test
  void many_backups_are_listed_and_read_once() throws Exception {
    BackupAgent agent = agent();
    List<String> ids = IntStream.range(10, 25).mapToObj(i -> "abcdef" + i).toList();
    for (String id : ids) {
      store(agent, upload(id, bytes(100)));
    }

    assertThat(listedIds(agent)).containsExactlyElementsOf(ids);
    store(agent, upload("ffffff99", bytes(100)));
    assertThat(listedIds(agent)).hasSize(16);

    assertThat(Collections.frequency(calls(), "b2_download_file_by_id")).isEqualTo(16);
  }

  @Test
  void a_list_is_answered_from_memory_until_it_is_old() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    listedIds(agent);
    forgetCalls();

    listedIds(agent);
    hub.await(() -> agent.getBackup(ID));
    assertThat(calls()).isEmpty();

    hub.advance(Duration.ofMinutes(5));
    listedIds(agent);
    assertThat(calls()).containsExactly("b2_list_file_names");
  }

  @Test
  void those_who_ask_together_share_one_listing() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    forgetCalls();

    hub.await(() -> Future.all(agent.listBackups(), agent.listBackups(), agent.getBackup(ID)));

    assertThat(calls()).containsExactly("b2_list_file_names", "b2_download_file_by_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\"}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\",\"backup_metadata\":[]}",
        "{\"metadata_version\":\"1\",\"backup_id\":\"x\",\"backup_metadata\":{\"size\":\"y\"}}"
      })
  void a_foreign_sidecar_hides_no_backup(String content) throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    BackupAgent agent = agent(entry);
    store(agent, upload(ID, bytes(100)));
    put(entry, "ha/0-first.metadata.json", content.getBytes(StandardCharsets.UTF_8));
    put(entry, "ha/0-first.tar", bytes(10));

    assertThat(listedIds(agent)).containsExactly(ID);
  }

  @Test
  void a_sidecar_that_home_assistant_wrote_is_read() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    JsonObject written =
        new JsonObject(
            """
            {"metadata_version": "1", "backup_id": "2ee5e6ae", "backup_metadata": {
              "addons": [], "backup_id": "2ee5e6ae", "date": "2026-04-07T05:10:47.002396+02:00",
              "database_included": true, "extra_metadata": {"instance_id": "x"},
              "folders": [], "homeassistant_included": true,
              "homeassistant_version": "2026.4.1", "name": "Automatic backup 2026.4.1",
              "protected": true, "size": 1, "some_future_key": {"a": 1}}}
            """);
    put(entry, "ha/X.metadata.json", written.toBuffer().getBytes());
    put(entry, "ha/X.tar", bytes(300));
    put(entry, "ha/X_2.tar", bytes(10));

    BackupAgent agent = agent(entry);

    assertThat(hub.await(() -> agent.getBackup("2ee5e6ae")).size()).isEqualTo(300);
    assertThat(download(agent, "2ee5e6ae")).isEqualTo(bytes(300));
  }

  @Test
  void folders_below_and_beside_are_none_of_this_location() throws Exception {
    ConfigEntry root = entry("01ROOT", input(key(READ_AND_WRITE, List.of(), ""), BUCKET, ""));
    BackupAgent inFolder = agent();
    store(inFolder, upload(ID, bytes(100)));

    assertThat(listedIds(agent(root))).isEmpty();
  }

  @Test
  void one_sidecar_that_cannot_be_read_hides_no_other_and_is_read_the_next_time() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    store(agent, upload("bbbb2222", bytes(100)));
    fault(FaultRule.error("b2_download_file_by_id", 409, "conflict"));

    assertThat(listedIds(agent)).hasSize(1);
    assertThat(listedIds(agent)).containsExactly(ID, "bbbb2222");
  }

  @Test
  void what_is_asked_of_a_backup_whose_sidecar_cannot_be_read_now_fails_and_is_not_absent()
      throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    listedIds(agent);
    store(agent, upload("bbbb2222", bytes(100)));
    fault(FaultRule.error("b2_download_file_by_id", 409, "conflict").times(100));

    assertThat(listedIds(agent)).containsExactly(ID);
    for (Supplier<Future<?>> question : questions(agent, "bbbb2222")) {
      assertThat(failureOf(hub.start(() -> question.get().mapEmpty())))
          .isInstanceOf(BackupAgentException.class)
          .isNotInstanceOf(BackupNotFoundException.class)
          .hasMessageContaining("may well be here")
          .hasMessageContaining("409");
    }
    noFaults();

    assertThat(hub.await(() -> agent.getBackup("bbbb2222"))).isEqualTo(backup("bbbb2222", 100));
    assertThat(listedIds(agent)).containsExactly(ID, "bbbb2222");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 150})
  void a_sidecar_that_is_damaged_on_its_way_is_read_again(int at) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(at));

    assertThat(hub.await(agent::listBackups)).containsExactly(backup(ID, 100));
    assertThat(hub.shownIssues()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CORRUPT", "TRUNCATE"})
  void what_a_bad_line_made_of_a_sidecar_is_not_remembered(FaultAction damage) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    listedIds(agent);
    store(agent, upload("bbbb2222", bytes(100)));
    fault(FaultRule.of("b2_download_file_by_id", damage).afterBytes(60).times(100));

    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(failureOf(hub.start(() -> agent.getBackup("bbbb2222"))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining(damage == FaultAction.CORRUPT ? "damaged" : "cannot be reached");
    noFaults();

    assertThat(hub.await(agent::listBackups))
        .containsExactly(backup(ID, 100), backup("bbbb2222", 100));
    assertThat(hub.shownIssues()).isEmpty();
  }

  private static List<Supplier<Future<?>>> questions(BackupAgent agent, String id) {
    return List.of(
        () -> agent.getBackup(id),
        () -> agent.storedBytes(id),
        () -> agent.downloadBackup(id, archive -> {}),
        () -> agent.deleteBackup(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conflict", "download_cap_exceeded"})
  void what_was_read_before_a_sidecar_failed_is_not_read_again(String code) throws Exception {
    BackupAgent agent = agent();
    for (String id : List.of(ID, "bbbb2222", "cccc3333")) {
      store(agent, upload(id, bytes(100)));
    }
    fault(
        FaultRule.error("b2_download_file_by_id", code.equals("conflict") ? 409 : 403, code)
            .nth(2));

    hub.await(hub.start(agent::listBackups).otherwiseEmpty());
    assertThat(listedIds(agent)).hasSize(3);

    assertThat(Collections.frequency(calls(), "b2_download_file_by_id")).isEqualTo(4);
  }

  @Test
  void a_backup_that_is_known_is_found_though_another_cannot_be_read_now() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    listedIds(agent);
    store(agent, upload("bbbb2222", bytes(100)));
    fault(FaultRule.error("b2_download_file_by_id", 401, "unauthorized").times(100));

    assertThat(failureOf(hub.start(agent::listBackups))).isInstanceOf(BackupAgentException.class);
    assertThat(hub.await(() -> agent.getBackup(ID))).isEqualTo(backup(ID, 100));
    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).hasSize(2);
    assertThat(hub.reauths()).contains("01ENTRY");
  }

  @Test
  void a_listing_that_fails_is_told() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error("b2_list_file_names", 400, "bad_request"));

    assertThat(failureOf(hub.start(agent::listBackups)))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("bad_request");
  }

  @Test
  void what_is_not_there_is_not_found() throws Exception {
    BackupAgent agent = agent();

    assertThat(failureOf(hub.start(() -> agent.getBackup("nope"))))
        .isInstanceOf(BackupNotFoundException.class);
    assertThat(failureOf(hub.start(() -> agent.deleteBackup("nope"))))
        .isInstanceOf(BackupNotFoundException.class);
    assertThat(failureOf(hub.start(() -> agent.downloadBackup("nope", archive -> {}))))
        .isInstanceOf(BackupNotFoundException.class);
  }

  @Test
  void deleting_removes_both_objects_for_good() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    store(agent, upload("bbbb2222", bytes(100)));

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names())
        .containsExactly(base("bbbb2222") + ".metadata.json", base("bbbb2222") + ".tar");
    assertThat(listedIds(agent)).containsExactly("bbbb2222");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_deletion_that_failed_half_way_ends_when_it_is_tried_again(int failing) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.error("b2_delete_file_version", 400, "bad_request").nth(failing));

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .isInstanceOf(BackupAgentException.class);
    assertThat(listedIds(agent)).hasSize(failing == 1 ? 1 : 0);
    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 5 * PART})
  void deleting_removes_the_older_versions_that_this_entry_left_there(int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(size)));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));
    store(agent, upload(ID, bytes(10)));
    noFaults();
    assertThat(names()).hasSize(4);

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
    assertThat(listedIds(agent)).isEmpty();
  }

  @Test
  void a_deletion_that_failed_among_older_versions_ends_when_it_is_tried_again() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(20)));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));
    store(agent, upload(ID, bytes(10)));
    noFaults();
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict"));

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .isInstanceOf(BackupAgentException.class);
    assertThat(listedIds(agent)).containsExactly(ID);
    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).isEmpty();
  }

  @Test
  void deleting_leaves_older_versions_of_others_alone() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    BackupAgent agent = agent(entry);
    put(entry, base(ID) + ".tar", bytes(30));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));
    put(entry, base(ID) + ".metadata.json", Sidecar.write(backup(ID, 30)));
    store(agent, upload(ID, bytes(10)));
    noFaults();

    hub.await(() -> agent.deleteBackup(ID));

    assertThat(names()).containsExactly(base(ID) + ".metadata.json", base(ID) + ".tar");
    assertThat(download(agent, ID)).isEqualTo(bytes(30));
  }

  @Test
  void a_protected_object_is_told_and_does_not_ask_for_another_key() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.error("b2_delete_file_version", 401, "access_denied"));

    assertThat(failureOf(hub.start(() -> agent.deleteBackup(ID))))
        .hasMessageContaining("retention");
    assertThat(hub.reauths()).isEmpty();
  }

  @Test
  void a_file_that_others_removed_since_the_listing_is_not_found() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    BackupAgent agent = agent(entry);
    store(agent, upload(ID, bytes(100)));
    listedIds(agent);
    BackupAgent other = agent(entry);
    hub.await(() -> other.deleteBackup(ID));

    assertThat(failureOf(hub.start(() -> agent.downloadBackup(ID, archive -> {}))))
        .isInstanceOf(BackupNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 100_000})
  void a_download_that_breaks_off_goes_on_where_it_broke(int after) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(5 * PART)));
    listedIds(agent);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.RESET).afterBytes(after).times(3));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
  }

  @Test
  void a_token_that_ran_out_before_a_download_is_replaced() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(5 * PART)));
    listedIds(agent);
    hub.await(b2.expireTokens());

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
    assertThat(hub.reauths()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void b2_is_asked_anew_what_it_holds_of_a_backup(int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(size)));
    listedIds(agent);
    forgetCalls();

    StoredBytes said = hub.await(() -> agent.storedBytes(ID)).orElseThrow();

    assertThat(said)
        .isEqualTo(
            new StoredBytes(
                size,
                StoredBytes.Algorithm.SHA_1,
                HexFormat.of().formatHex(Sha1.create().digest(bytes(size)))));
    assertThat(calls()).containsExactly("b2_get_file_info");
  }

  @Test
  void b2_is_not_asked_of_a_backup_that_is_not_there_or_was_removed_by_others() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    BackupAgent agent = agent(entry);
    store(agent, upload(ID, bytes(100)));
    listedIds(agent);
    BackupAgent other = agent(entry);
    hub.await(() -> other.deleteBackup(ID));

    assertThat(failureOf(hub.start(() -> agent.storedBytes("nope"))))
        .isInstanceOf(BackupNotFoundException.class);
    assertThat(failureOf(hub.start(() -> agent.storedBytes(ID))))
        .isInstanceOf(BackupNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void a_damaged_download_fails(int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(size)));
    listedIds(agent);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(50));

    assertThat(
            failureOf(hub.start(() -> agent.downloadBackup(ID, archive -> archive.readAllBytes()))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("damaged");
  }

  /** Home Assistant, too, finds the checksum there. */
  @Test
  void b2_keeps_the_checksum_of_an_archive_in_parts_beside_it() throws Exception {
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
    byte[] archive = bytes(5 * PART);
    store(agent(entry), upload(backup(ID, archive.length), announced(sha1(archive), archive)));
    put(entry, base(ID) + ".metadata.json", Sidecar.write(backup(ID, archive.length)));
    BackupAgent agent = agent(entry);

    assertThat(hub.await(() -> agent.storedBytes(ID)))
        .contains(new StoredBytes(archive.length, StoredBytes.Algorithm.SHA_1, sha1(archive)));
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(50));
    assertThat(
            failureOf(hub.start(() -> agent.downloadBackup(ID, content -> content.readAllBytes()))))
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void the_last_byte_of_a_damaged_download_is_never_handed_over(int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(size)));
    listedIds(agent);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(50));
    AtomicInteger handed = new AtomicInteger();

    failureOf(
        hub.start(
            () ->
                agent.downloadBackup(
                    ID,
                    archive -> {
                      while (archive.read() >= 0) {
                        handed.incrementAndGet();
                      }
                    })));

    assertThat(handed).hasValue(size - 1);
  }

  @Test
  void a_reader_that_gives_up_gets_its_own_failure_back() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(5 * PART)));
    java.io.IOException gone = new java.io.IOException("The browser has gone.");

    assertThat(
            failureOf(
                hub.start(
                    () ->
                        agent.downloadBackup(
                            ID,
                            archive -> {
                              throw gone;
                            }))))
        .isSameAs(gone);
  }

  @Test
  void a_key_that_lost_its_rights_asks_for_another() throws Exception {
    ApplicationKey key = readAndWriteKey();
    BackupAgent agent = agent(entry(input(key, BUCKET, "ha/")));
    fault(FaultRule.error("b2_list_file_names", 401, "unauthorized"));

    assertThat(failureOf(hub.start(agent::listBackups))).isInstanceOf(BackupAgentException.class);
    assertThat(hub.reauths()).containsExactly("01ENTRY");
  }
}
