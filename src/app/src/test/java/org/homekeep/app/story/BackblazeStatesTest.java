package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.b2.StoredObject;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The states of an entry of Backblaze B2, its location, its issues and its backups, as a browser
 * sees them (b2-and-cloud.md §A.5 to §A.8).
 */
class BackblazeStatesTest extends BackblazeHubTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "401, unauthorized, setup_error, invalid_credentials, 1",
    "400, bad_request, setup_retry, bad_request, 0",
    "408, request_timeout, setup_retry, cannot_connect, 0",
    "429, too_many_requests, setup_retry, cannot_connect, 0",
    "503, service_unavailable, setup_retry, cannot_connect, 0",
    "409, conflict, setup_retry, unknown, 0",
  })
  void each_answer_at_set_up_has_its_state(
      int status, String code, String state, String reason, int reauths) {
    String entryId = add(key(BUCKET));
    assertThat(agents()).containsExactly("backup.local", "backblaze_b2." + entryId);
    await(b2.faults().add(FaultRule.error("b2_authorize_account", status, code).times(100)));

    JsonObject entry = reload(entryId);
    reload(entryId);

    assertThat(entry.getString("state")).isEqualTo(state);
    assertThat(entry.getString("error_reason_translation_key")).isEqualTo(reason);
    Patience.until(() -> assertThat(waitingFlows()).hasSize(reauths));
    assertThat(agents()).containsExactly("backup.local");
    assertThat(issues()).isEmpty();
    await(b2.faults().clear());
    assertThat(reload(entryId).getString("state")).isEqualTo("loaded");
    assertThat(agents()).containsExactly("backup.local", "backblaze_b2." + entryId);
  }

  @Test
  void the_location_is_named_as_its_entry_and_goes_with_it() {
    String entryId = add(key(BUCKET));
    JsonObject agent = ask("backup/agents/info").getJsonArray("agents").getJsonObject(1);

    hub.ask(
        ada,
        "config_entries/disable",
        new JsonObject().put("entry_id", entryId).put("disabled_by", "user"));

    assertThat(agent)
        .isEqualTo(new JsonObject().put("agent_id", "backblaze_b2." + entryId).put("name", BUCKET));
    assertThat(entry().getString("state")).isEqualTo("not_loaded");
    assertThat(agents()).containsExactly("backup.local");
  }

  @ParameterizedTest
  @CsvSource({
    "bucket_not_found, no-such-bucket, no-such-bucket",
    "bucket_access_restricted, home-of-ada, restricted",
  })
  void an_issue_is_on_the_page_until_what_it_tells_is_mended(
      String issueKey, String named, String way) {
    await(b2.createBucket("no-such-bucket"));
    ApplicationKey all = key();
    String entryId =
        ada.add("backblaze_b2", input(all, "no-such-bucket", ""))
            .getJsonObject("result")
            .getString("entry_id");
    ApplicationKey restricted = key(BUCKET, "no-such-bucket");
    if (way.equals("restricted")) {
      submit(
          start(new JsonObject().put("entry_id", entryId)),
          input(restricted, "no-such-bucket", ""));
    }
    await(b2.deleteBucket("no-such-bucket"));

    JsonObject entry = reload(entryId);

    assertThat(entry.getString("state")).isEqualTo("setup_retry");
    assertThat(issues()).hasSize(1);
    JsonObject issue = issues().get(0);
    assertThat(issue.getString("issue_id")).isEqualTo(issueKey + "_" + entryId);
    assertThat(issue.getString("translation_key")).isEqualTo(issueKey);
    assertThat(issue.getString("severity")).isEqualTo("error");
    assertThat(issue.getBoolean("is_fixable")).isFalse();
    assertThat(issue.getJsonObject("translation_placeholders"))
        .isEqualTo(
            new JsonObject()
                .put("brand_name", "Backblaze B2")
                .put("title", "no-such-bucket")
                .put("bucket_name", named)
                .put("entry_id", entryId));
    submit(start(new JsonObject().put("entry_id", entryId)), input(key(BUCKET), BUCKET, ""));
    assertThat(issues()).isEmpty();
    assertThat(entry().getString("state")).isEqualTo("loaded");
  }

  @Test
  void an_entry_that_is_removed_takes_its_issues_and_leaves_its_backups() {
    String entryId = add(key());
    String backupId = backUp(entryId);
    List<StoredObject> stored = await(b2.objects(BUCKET));

    assertThat(ada.remove(entryId).getBoolean("require_restart")).isFalse();

    assertThat(issues()).isEmpty();
    assertThat(agents()).containsExactly("backup.local");
    assertThat(stored).hasSize(2);
    assertThat(await(b2.objects(BUCKET))).isEqualTo(stored);
    String again = add(key(BUCKET));
    assertThat(details(backupId).getJsonObject("backup").getJsonObject("agents").fieldNames())
        .containsExactly("backblaze_b2." + again);
  }

  @Test
  void a_failure_of_b2_is_an_error_of_that_location_alone() {
    String entryId = add(key(BUCKET));
    String agentId = "backblaze_b2." + entryId;
    String backupId = backUp(entryId);
    await(b2.faults().add(FaultRule.error("b2_list_file_names", 400, "bad_request").times(100)));

    assertThat(ask("backup/info").getJsonObject("agent_errors").fieldNames())
        .containsExactly(agentId);
    assertThat(details(backupId).getJsonObject("agent_errors").getString(agentId))
        .contains("bad_request");
    assertThat(delete(backupId).getJsonObject("agent_errors").getString(agentId))
        .startsWith("Failed during ");
    await(b2.faults().clear());
    assertThat(delete(backupId).getJsonObject("agent_errors")).isEmpty();
    assertThat(delete(backupId).getJsonObject("agent_errors")).isEmpty();
    assertThat(await(b2.objects(BUCKET))).isEmpty();
  }

  @Test
  void a_download_of_what_is_not_there_is_404_and_one_that_b2_refuses_500() {
    String entryId = add(key(BUCKET));
    String backupId = backUp(entryId);

    assertThat(download(backupId, entryId).status()).isEqualTo(200);
    assertThat(download("nothing", entryId).status()).isEqualTo(404);
    await(
        b2.faults()
            .add(
                FaultRule.error("b2_download_file_by_id", 403, "download_cap_exceeded")
                    .times(100)));
    assertThat(download(backupId, entryId).status()).isEqualTo(500);
    await(b2.faults().clear());
    await(b2.deleteBucket(BUCKET));
    assertThat(download(backupId, entryId).status()).isIn(404, 500);
  }

  @Test
  void an_archive_that_a_person_sends_in_is_stored_there(@TempDir Path here) throws IOException {
    String entryId = add(key(BUCKET));
    String backupId = backUp(entryId);
    Path archive = here.resolve("sent in.tar");
    Path again = here.resolve("again.tar");
    assertThat(ada.http().download(path(backupId, entryId), archive)).isEqualTo(200);
    delete(backupId);
    assertThat(await(b2.objects(BUCKET))).isEmpty();

    HttpApiClient.Answer answer =
        ada.http()
            .upload("/api/backup/upload?agent_id=backblaze_b2." + entryId, archive, "sent in.tar");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("backup_id", backupId));
    Patience.until(() -> assertThat(await(b2.objects(BUCKET))).hasSize(2));
    assertThat(ada.http().download(path(backupId, entryId), again)).isEqualTo(200);
    assertThat(again).hasSameBinaryContentAs(archive);
  }

  @Test
  void the_integration_tells_who_made_it_and_that_it_has_diagnostics() {
    JsonObject manifest =
        hub.ask(ada, "manifest/get", new JsonObject().put("integration", "backblaze_b2"));

    assertThat(manifest.getMap())
        .contains(
            Map.entry("domain", "backblaze_b2"),
            Map.entry("name", "Backblaze B2"),
            Map.entry("config_flow", true),
            Map.entry("integration_type", "service"),
            Map.entry("iot_class", "cloud_push"),
            Map.entry("quality_scale", "bronze"));
    assertThat(manifest.getJsonArray("codeowners"))
        .isEqualTo(new JsonArray().add("@hugo-vrijswijk").add("@ElCruncharino"));
    JsonObject handlers =
        hub.ask(ada, "diagnostics/get", new JsonObject().put("domain", "backblaze_b2"))
            .getJsonObject("handlers");
    assertThat(handlers.getBoolean("config_entry")).isTrue();
  }

  private HttpApiClient.Answer download(String backupId, String entryId) {
    return ada.http().get(path(backupId, entryId));
  }

  private static String path(String backupId, String entryId) {
    return "/api/backup/download/%s?agent_id=backblaze_b2.%s".formatted(backupId, entryId);
  }

  private JsonObject details(String backupId) {
    return hub.ask(ada, "backup/details", new JsonObject().put("backup_id", backupId));
  }

  private JsonObject delete(String backupId) {
    return hub.ask(ada, "backup/delete", new JsonObject().put("backup_id", backupId));
  }

  /** Makes a backup at this location alone and gives its id. */
  private String backUp(String entryId) {
    try (WebsocketClient socket = ada.websocket(vertx)) {
      int events = socket.send("backup/subscribe_events", new JsonObject());
      socket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
      String backupId =
          socket
              .call(
                  "backup/generate",
                  new JsonObject()
                      .put("agent_ids", new JsonArray().add("backblaze_b2." + entryId))
                      .put("name", "Before the update"))
              .getString("backup_job_id");
      socket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
      return backupId;
    }
  }
}
