package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.emulator.b2.StoredObject;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What B2 stored and said nothing about stands there once in the end; what others have stored under
 * the same name stays.
 */
class TwinsTest extends EmulatorTest {
  private static final String TAR = base(ID) + ".tar";
  private static final String SIDECAR = base(ID) + ".metadata.json";
  private static final byte[] SMALL = bytes(100);

  private final UploadNote note = UploadNote.unkept();

  private BackupUpload attempt(byte[] archive) {
    return new BackupUpload(
        backup(ID, archive.length),
        () -> new ByteArrayInputStream(archive),
        bytes -> {},
        () -> Wish.GO_ON,
        note);
  }

  /** Another program stores a file, or begins to. */
  private String others(String name, String action) throws Exception {
    JsonObject file =
        new JsonObject().put("bucket", BUCKET).put("name", name).put("action", action);
    if (action.equals("upload")) {
      file.put("base64", Base64.getEncoder().encodeToString(SMALL));
    }
    return hub.await(b2.seed(new JsonObject().put("files", new JsonArray().add(file))))
        .getJsonArray("files")
        .getJsonObject(0)
        .getString("file_id");
  }

  private static List<String> ids(List<StoredObject> objects) {
    return objects.stream().map(StoredObject::fileId).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "ERROR"})
  void a_small_file_whose_answers_are_lost_is_there_once(FaultAction action) throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_upload_file", action).ofTheAnswer().times(3));

    store(agent, upload(ID, SMALL));

    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(SMALL);
  }

  @Test
  void lost_answers_of_finishing_are_cleared_up_by_asking() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_finish_large_file", FaultAction.RESET).ofTheAnswer().times(3));

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(calls()).contains("b2_get_file_info");
    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "ERROR"})
  void the_same_file_of_somebody_else_stays(FaultAction action) throws Exception {
    BackupAgent agent = agent();
    AgentBackup backup = backup(ID, SMALL.length);
    String[] theirs = new String[1];

    store(
        agent,
        upload(
            backup,
            () -> {
              try {
                theirs[0] = others(TAR, "upload");
                fault(FaultRule.of("b2_upload_file", action).ofTheAnswer());
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
              return new ByteArrayInputStream(SMALL);
            }));

    assertThat(names()).containsExactly(SIDECAR, TAR, TAR);
    assertThat(ids(hub.await(b2.objects(BUCKET)))).contains(theirs[0]);
    assertThat(download(agent, ID)).isEqualTo(SMALL);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "ERROR"})
  void a_large_file_of_the_same_name_that_somebody_else_began_stays(FaultAction action)
      throws Exception {
    BackupAgent agent = agent();
    String theirs = others(TAR, "start");
    fault(FaultRule.of("b2_start_large_file", action).ofTheAnswer());

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(ids(unfinished())).containsExactly(theirs);
    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
  }

  @Test
  void what_somebody_else_stored_between_two_attempts_stays() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error("b2_upload_file", 503, "service_unavailable").ofTheAnswer().times(5));
    failureOf(hub.start(() -> agent.uploadBackup(attempt(SMALL))));
    String theirs = others(TAR, "upload");

    store(agent, attempt(SMALL));

    // The name is theirs now, and what the first attempt left is gone.
    assertThat(names()).hasSize(3).contains(TAR);
    assertThat(ids(hub.await(b2.objects(BUCKET)))).contains(theirs);
    assertThat(download(agent, ID)).isEqualTo(SMALL);
  }

  @Test
  void a_file_that_is_stored_is_no_failure_because_its_twin_cannot_be_looked_for()
      throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_upload_file", FaultAction.RESET).ofTheAnswer());
    fault(FaultRule.error("b2_list_file_versions", 409, "busy").times(100));

    store(agent, upload(ID, SMALL));

    assertThat(download(agent, ID)).isEqualTo(SMALL);
  }

  @Test
  void a_file_that_is_stored_is_no_failure_because_its_twin_cannot_be_removed() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_upload_file", FaultAction.ERROR).ofTheAnswer());
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));

    store(agent, upload(ID, SMALL));

    assertThat(names()).containsExactly(SIDECAR, TAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(SMALL);
  }
}
