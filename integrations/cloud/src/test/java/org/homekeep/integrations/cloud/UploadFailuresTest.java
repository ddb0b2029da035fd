package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way in which an upload fails, with its own sentence (b2-and-cloud.md §B.4–B.6). After each,
 * the backup before is still there, and other locations have the new one (§G 10, 23).
 */
class UploadFailuresTest {
  private @TempDir Path directory;
  private CloudHub home;

  @AfterEach
  void stop() {
    home.close();
  }

  /** Backs up to both locations, though the cloud fails. */
  private JsonObject failedBackup() {
    List<String> before = home.listed(CloudHub.LOCAL);
    String id = home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);
    assertThat(home.listed(CloudHub.LOCAL)).hasSize(before.size() + 1).contains(id);
    JsonObject backup =
        home.socket
            .call("backup/details", new JsonObject().put("backup_id", id))
            .getJsonObject("backup");
    assertThat(backup.getJsonArray("failed_agent_ids"))
        .isEqualTo(new JsonArray().add(CloudHub.CLOUD));
    return backup;
  }

  private String issue(String id) {
    return home.issue(id)
        .orElseThrow(() -> new AssertionError("There is no issue " + id))
        .getJsonObject("translation_placeholders")
        .encode();
  }

  @Test
  void a_subscription_that_has_expired_is_told_before_anything_is_sent() { // §G 2
    home = CloudHub.in(directory);
    home.await(home.cloud.endSubscription(home.cloud.email(), "2020-01-31"));
    home.loggedIn();

    failedBackup();

    assertThat(home.status().getBoolean("active_subscription")).isFalse();
    assertThat(home.asked("files_upload_details")).isZero();
    assertThat(issue("subscription_expired")).contains("https://account.nabucasa.com/");
  }

  @Test
  void a_subscription_that_ends_meanwhile_is_told_once() { // §B.4: 403
    home = CloudHub.in(directory).loggedIn();
    String old = home.backUp(CloudHub.CLOUD);
    home.await(home.cloud.endSubscription(home.cloud.email(), "2020-01-31"));

    failedBackup();

    assertThat(home.issue("subscription_expired")).isPresent();
    assertThat(home.stored().get(0).metadata().getString("backup_id")).isEqualTo(old);
  }

  @Test
  void a_subscription_that_was_renewed_counts_at_once() { // §G 2
    home = CloudHub.in(directory);
    home.await(home.cloud.endSubscription(home.cloud.email(), "2020-01-31"));
    home.loggedIn();
    failedBackup();
    home.await(home.cloud.endSubscription(home.cloud.email(), "2099-12-31"));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    assertThat(home.issue("subscription_expired")).isEmpty();
  }

  @Test
  void the_service_has_the_last_word_on_what_is_too_large() { // §G 9, 21
    home = CloudHub.in(directory, options -> options.limit(1000)).loggedIn();

    failedBackup();

    assertThat(home.asked("files_upload_details")).isEqualTo(1);
    assertThat(home.asked("object_put")).isZero();
    assertThat(issue("backup_too_large")).contains("kB").doesNotContain("5 GB");
  }

  @Test
  void a_refusal_that_stays_is_not_tried_again() { // §B.4: NC-CE-02
    home = CloudHub.in(directory).loggedIn();
    String old = home.backUp(CloudHub.CLOUD);
    int before = home.asked("files_upload_details");
    home.fault(FaultRule.error("files_upload_details", 400, "NC-CE-02").times(9));

    failedBackup();

    assertThat(home.asked("files_upload_details")).isEqualTo(before + 1);
    assertThat(issue("upload_refused")).contains("NC-CE-02");
    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(old);
  }

  @Test
  void an_address_that_has_run_out_is_renewed_at_once() { // §B.4
    home =
        CloudHub.in(
            directory, Map.of("cloud.shortest_pause", "PT1H", "cloud.longest_pause", "PT1H"));
    home.loggedIn();
    home.fault(expired().times(1));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    assertThat(home.asked("files_upload_details")).isEqualTo(2);
  }

  private static FaultRule expired() {
    return FaultRule.fromJson(
        new JsonObject()
            .put("call", "object_put")
            .put("status", 403)
            .put("code", "AccessDenied")
            .put("message", "Request has expired"));
  }

  @Test
  void addresses_that_always_run_out_have_their_own_issue() { // §B.4
    home = CloudHub.in(directory).loggedIn();
    home.fault(expired().times(100));

    failedBackup();

    assertThat(home.asked("object_put")).isEqualTo(5);
    assertThat(home.issue("address_expired")).isPresent();
    assertThat(home.issue("upload_failed")).isEmpty();
  }

  @Test
  void a_refusal_of_the_store_is_told_in_its_words() { // §B.4: 403 with XML
    home = CloudHub.in(directory).loggedIn();
    home.fault(
        FaultRule.fromJson(
            new JsonObject()
                .put("call", "object_put")
                .put("status", 403)
                .put("code", "SignatureDoesNotMatch")
                .put("message", "The signature does not match")
                .put("times", 100)));

    failedBackup();

    assertThat(issue("upload_failed"))
        .contains("Failed to upload: (403) The signature does not match. Try again later.");
  }

  @Test
  void bytes_that_arrive_changed_are_sent_again() { // §B.4: BadDigest
    home = CloudHub.in(directory).loggedIn();
    home.fault(FaultRule.of("object_put", FaultAction.CORRUPT).times(1));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.asked("object_put")).isEqualTo(2);
    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
  }

  @Test
  void bytes_that_always_arrive_changed_are_told() { // §B.4: BadDigest
    home = CloudHub.in(directory).loggedIn();
    String old = home.backUp(CloudHub.CLOUD);
    home.fault(FaultRule.of("object_put", FaultAction.CORRUPT).times(100));

    failedBackup();

    assertThat(issue("upload_failed")).contains("(400)").contains("Content-MD5");
    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(old);
  }

  @Test
  void an_answer_that_ends_early_is_told() { // §B.4
    home = CloudHub.in(directory).loggedIn();
    home.fault(FaultRule.of("files_upload_details", FaultAction.TRUNCATE).afterBytes(1).times(100));

    failedBackup();

    assertThat(home.issue("upload_failed")).isPresent();
    assertThat(home.asked("object_put")).isZero();
  }

  @Test
  void an_upload_that_stands_still_is_tried_again() { // §B.2
    home = CloudHub.in(directory, Map.of("cloud.transfer_silence", "PT1S")).loggedIn();
    home.fault(FaultRule.of("object_put", FaultAction.STALL).afterBytes(1000).times(1));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
  }

  @Test
  void a_call_that_drips_is_given_up() { // §B.2
    home = CloudHub.in(directory, Map.of("cloud.call_timeout", "PT5S")).loggedIn();
    home.fault(FaultRule.of("files_upload_details", FaultAction.SLOW).bytesPerSecond(1).times(100));

    failedBackup();

    assertThat(issue("upload_failed")).contains("no whole answer within 5 s");
  }

  @Test
  void a_backup_that_was_stored_though_nobody_heard_is_there() { // §B.4
    home = CloudHub.in(directory).loggedIn();
    home.fault(FaultRule.of("object_put", FaultAction.RESET).ofTheAnswer().times(1));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
  }

  @Test
  void whoever_logs_out_during_an_upload_is_not_asked_to_log_in() { // §G 12
    home = CloudHub.in(directory).loggedIn();
    home.fault(FaultRule.of("object_put", FaultAction.STALL).times(1));
    int events = home.socket.send("backup/subscribe_events", new JsonObject());
    home.socket.nextEvent(events);
    home.socket.call(
        "backup/generate",
        new JsonObject()
            .put("password", CloudHub.KEY)
            .put("agent_ids", new JsonArray().add(CloudHub.CLOUD).add(CloudHub.LOCAL)));
    home.until(() -> home.asked("object_put") > 0);

    home.logOut();
    home.socket.eventsUntil(events, CloudHub::isIdle);

    assertThat(home.listed(CloudHub.LOCAL)).hasSize(1);
    assertThat(home.agents()).containsExactly(CloudHub.LOCAL);
    assertThat(home.issue("login_lost")).isEmpty();
    assertThat(home.issue("upload_failed")).isEmpty();
  }
}
