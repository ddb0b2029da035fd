package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup was stored again, and what it replaced could not be removed at once. */
class OlderVersionsTest extends EmulatorTest {
  private static final String TAR = base(ID) + ".tar";
  private static final String SIDECAR = base(ID) + ".metadata.json";

  /** The files of the emulator bear the time of the machine. */
  private static final Duration LONG_AFTER = Duration.ofDays(365 * 30);

  private static final UploadNotes NONE = new UploadNotes(Set.of(), Set.of());

  private BackupAgent agent;

  @BeforeEach
  void enter() throws Exception {
    agent = agent();
  }

  private void storeAgainWhileNothingCanBeRemoved() throws Exception {
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.error("b2_delete_file_version", 400, "bad_request").times(50));
    store(agent, upload(ID, bytes(200)));
    noFaults();
    assertThat(names()).containsExactly(SIDECAR, SIDECAR, TAR, TAR);
  }

  private void cleanUp(UploadNotes notes) throws Exception {
    hub.await(() -> agent.cleanUp(notes));
  }

  @Test
  void it_goes_when_it_is_a_day_old() throws Exception {
    storeAgainWhileNothingCanBeRemoved();

    cleanUp(NONE);
    assertThat(names()).hasSize(4);

    hub.advance(LONG_AFTER);
    cleanUp(NONE);
    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(bytes(200));
  }

  @Test
  void that_it_cannot_be_removed_this_time_either_is_told_and_tried_again() throws Exception {
    storeAgainWhileNothingCanBeRemoved();
    hub.advance(LONG_AFTER);
    fault(FaultRule.error("b2_delete_file_version", 400, "bad_request").times(50));

    assertThat(failureOf(hub.start(() -> agent.cleanUp(NONE)))).isNotNull();
    noFaults();
    cleanUp(NONE);

    assertThat(names()).containsExactly(SIDECAR, TAR);
  }

  @Test
  void it_stays_until_the_newer_copy_is_whole() throws Exception {
    store(agent, upload(ID, bytes(100)));
    fault(FaultRule.error("b2_upload_file", 503, "service_unavailable").nth(2).times(50));
    UploadNote note = UploadNote.unkept();
    failureOf(hub.start(() -> agent.uploadBackup(noted(bytes(200), note))));
    noFaults();
    hub.advance(LONG_AFTER);
    assertThat(names()).containsExactly(SIDECAR, TAR, TAR);

    cleanUp(NONE);
    assertThat(names()).containsExactly(SIDECAR, TAR, TAR);

    cleanUp(new UploadNotes(Set.of(), Set.of(note.last().orElseThrow())));
    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(bytes(100));
  }

  private static BackupUpload noted(byte[] archive, UploadNote note) {
    return new BackupUpload(
        backup(ID, archive.length),
        () -> new ByteArrayInputStream(archive),
        bytes -> {},
        () -> Wish.GO_ON,
        note);
  }

  @Test
  void what_others_stored_under_the_same_name_stays() throws Exception {
    store(
        agent,
        upload(
            backup(ID, 100),
            () -> {
              othersStore(TAR);
              return new ByteArrayInputStream(bytes(100));
            }));
    hub.advance(LONG_AFTER);

    cleanUp(NONE);

    assertThat(names()).containsExactly(SIDECAR, TAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(bytes(100));
  }

  private void othersStore(String name) {
    JsonObject file =
        new JsonObject()
            .put("bucket", BUCKET)
            .put("name", name)
            .put("action", "upload")
            .put("base64", Base64.getEncoder().encodeToString(bytes(7)));
    try {
      hub.await(b2.seed(new JsonObject().put("files", new JsonArray().add(file))));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void a_key_that_may_not_delete_hides_nothing_because_of_it() throws Exception {
    agent =
        agent(
            entry(
                input(
                    key(
                        List.of("listBuckets", "listFiles", "readFiles", "writeFiles"),
                        List.of(BUCKET),
                        ""),
                    BUCKET,
                    "ha/")));
    store(agent, upload(ID, bytes(100)));
    store(agent, upload(ID, bytes(200)));
    hub.advance(LONG_AFTER);

    cleanUp(NONE);

    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(download(agent, ID)).isEqualTo(bytes(200));
  }

  @Test
  void what_lies_below_a_name_that_somebody_has_hidden_stays() throws Exception {
    storeAgainWhileNothingCanBeRemoved();
    hub.await(
        b2.seed(
            new JsonObject()
                .put(
                    "files",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("bucket", BUCKET)
                                .put("name", TAR)
                                .put("action", "hide")))));
    hub.advance(LONG_AFTER);
    forgetCalls();

    cleanUp(NONE);

    assertThat(calls()).doesNotContain("b2_delete_file_version");
  }

  @Test
  void a_folder_of_many_pages_is_looked_through() throws Exception {
    storeAgainWhileNothingCanBeRemoved();
    for (int page = 0; page < 2; page++) {
      JsonArray files = new JsonArray();
      for (int i = 0; i < 700; i++) {
        files.add(another(700 * page + i));
      }
      hub.await(b2.seed(new JsonObject().put("files", files)));
    }
    hub.advance(LONG_AFTER);

    cleanUp(NONE);

    assertThat(names()).hasSize(1402).containsOnlyOnce(SIDECAR, TAR);
  }

  private static JsonObject another(int number) {
    return new JsonObject()
        .put("bucket", BUCKET)
        .put("name", "ha/%04d.tar".formatted(number))
        .put("action", "upload")
        .put("base64", "");
  }
}
