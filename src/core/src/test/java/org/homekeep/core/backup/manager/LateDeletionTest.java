package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location that was told to delete a copy, and does so when nobody waits for it any more. */
class LateDeletionTest {
  private final AtomicBoolean begun = new AtomicBoolean();
  private KeepingHub home;
  private Promise<Void> gate;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    home =
        new KeepingHub(
            temporary, Map.of("backup.agent_timeout", "PT60S", "backup.stall_timeout", "P9999D"));
    gate = Promise.promise();
  }

  @AfterEach
  void stop() throws Exception {
    gate.tryComplete();
    home.close();
  }

  /** Has retention delete a backup whose copy at the first location is not deleted in time. */
  private String pruned() throws Exception {
    String oldest = home.automatic();
    home.update("{'retention':{'copies':1}}");
    hold();
    pruneInVain();
    return oldest;
  }

  private void pruneInVain() throws Exception {
    begun.set(false);
    home.hub.call("backup/generate_with_automatic_settings");
    waitInVain();
    home.hub.awaitIdle();
  }

  private void hold() {
    gate = home.one.holdDeletions();
    home.one.beforeDeletion(() -> begun.set(true));
  }

  /** Somebody uploads an archive for the first location. */
  private void receive(byte[] archive) throws Exception {
    home.hub.onContext(
        () ->
            home.hub
                .backups()
                .manager()
                .receive(
                    List.of("test.one"),
                    () -> new IncomingArchive.Opened("a.tar", new ByteArrayInputStream(archive))));
  }

  private void waitInVain() throws Exception {
    home.hub.until(begun::get);
    home.hub.advance(Duration.ofSeconds(61));
  }

  private static JsonObject about(String backupId) {
    return new JsonObject().put("backup_id", backupId);
  }

  private boolean pins(String backupId) throws Exception {
    try {
      home.hub.call("homekeep/backup/pin", about(backupId));
      return true;
    } catch (WireException tooLate) {
      return false;
    }
  }

  private List<String> audit(String backupId) throws Exception {
    List<String> steps = new ArrayList<>();
    for (Object each : home.call("audit", "{}").getJsonArray("lines")) {
      JsonObject line = (JsonObject) each;
      if (line.getString("backup_id").equals(backupId)
          && line.getString("agent_id").equals("test.one")) {
        steps.add(0, line.getString("step"));
      }
    }
    return steps;
  }

  @Test
  void nobody_can_pin_what_may_still_be_deleted() throws Exception {
    String oldest = pruned();

    assertThat(home.hub.refused("homekeep/backup/pin", about(oldest)))
        .startsWith(
            "home_assistant_error: Old backups are being removed, this one among them, and it is not known yet whether it is gone: one")
        .endsWith(" Try again when the list of backups shows that.");
    assertThat(home.call("retention/info", "{}").getJsonArray("pinned")).isEmpty();
  }

  @Test
  void what_was_not_deleted_after_all_can_be_pinned_again() throws Exception {
    String oldest = pruned();
    home.one.failDeletionsWith(new BackupAgentException("No."));
    gate.complete();
    home.hub.until(() -> pins(oldest));

    assertThat(home.one.ids()).contains(oldest);
    assertThat(home.call("retention/info", "{}").getJsonArray("pinned")).hasSize(1);
  }

  @Test
  void a_second_pruning_leaves_alone_what_may_still_be_deleted() throws Exception {
    String oldest = pruned();
    List<String> before = audit(oldest);

    home.hub.call("backup/generate_with_automatic_settings");
    home.hub.awaitIdle();

    assertThat(audit(oldest)).isEqualTo(before);
    assertThat(pins(oldest)).isFalse();
  }

  @Test
  void a_location_that_was_loaded_again_may_still_be_at_it() throws Exception {
    String oldest = pruned();
    home.hub.removeAgent(home.one);
    MemoryAgent again = home.hub.addAgent("one");
    KeepingHub.plant(again, oldest, "2024-11-11T12:00:00+00:00", true);
    assertThat(pins(oldest)).isFalse();

    gate.complete();
    home.hub.until(() -> pins(oldest));

    assertThat(home.call("retention/info", "{}").getJsonArray("pinned")).hasSize(1);
  }

  @Test
  void on_an_answer_that_is_lost_nobody_waits_for_ever() throws Exception {
    String oldest = pruned();

    home.hub.advance(Duration.ofHours(4));

    home.hub.until(() -> pins(oldest));
  }

  @Test
  void a_backup_can_be_deleted_again_when_an_answer_was_lost() throws Exception {
    String id = home.manual();
    hold();
    Future<CommandResult> first = home.hub.begin("backup/delete", about(id));
    waitInVain();
    home.hub.until(first::isComplete);
    home.hub.removeAgent(home.one);
    MemoryAgent again = home.hub.addAgent("one");
    KeepingHub.plant(again, id, "2024-11-11T12:00:00+00:00", false);

    home.hub.advance(Duration.ofHours(4));

    assertThat(home.hub.call("backup/delete", about(id)).toString())
        .contains("\"agent_errors\":{}");
    assertThat(again.ids()).isEmpty();
  }

  @Test
  void the_copy_that_vouches_for_a_deletion_is_not_written_over_meanwhile() throws Exception {
    home.automatic();
    home.advance(Duration.ofDays(2));
    String newest = home.automatic();
    home.update("{'retention':{'copies':null,'days':2}}");
    hold();
    // Not a second more than to the daily look, so that all locations answer in time.
    home.hub.advance(Duration.ofHours(22));
    home.hub.until(begun::get);

    receive(home.one.bytes(newest));
    home.hub.until(() -> home.call("deliveries", "{}").getJsonArray("deliveries").size() == 1);

    for (int i = 0; i < 30; i++) {
      home.call("deliveries", "{}");
    }
    assertThat(home.one.uploads()).isEqualTo(2);
    home.hub.advance(Duration.ofSeconds(61));
    home.settle();
    for (int i = 0; i < 30; i++) {
      home.call("deliveries", "{}");
    }
    assertThat(home.one.uploads()).isEqualTo(2);
    gate.complete();
    home.hub.until(() -> home.one.uploads() == 3);
  }

  @Test
  void a_new_backup_does_not_wait_for_a_deletion() throws Exception {
    pruned();
    int before = home.one.uploads();

    home.hub.call("backup/generate_with_automatic_settings");

    home.hub.until(() -> home.one.uploads() == before + 1);
  }

  @Test
  void what_is_uploaded_anew_comes_after_the_deletion() throws Exception {
    String id = home.manual();
    byte[] archive = home.one.bytes(id);
    hold();
    Future<CommandResult> deleted = home.hub.begin("backup/delete", about(id));
    waitInVain();
    home.hub.until(deleted::isComplete);

    receive(archive);
    home.hub.until(() -> home.call("deliveries", "{}").getJsonArray("deliveries").size() == 1);
    assertThat(home.one.uploading()).isZero();
    gate.complete();

    home.hub.until(() -> home.one.deletedIds().contains(id));
    home.hub.until(() -> home.one.ids().contains(id));
    assertThat(home.one.bytes(id)).isEqualTo(archive);
  }

  @Test
  void what_arrived_damaged_is_sent_again_when_it_is_gone_and_not_before() throws Exception {
    home.update("{'create_backup':{'agent_ids':['test.one']}}");
    home.one.store(LateDeletionTest::damaged);
    hold();
    home.hub.call("backup/generate_with_automatic_settings");
    home.hub.until(begun::get);
    home.one.store(bytes -> bytes);
    home.hub.advance(Duration.ofSeconds(61));
    home.hub.awaitIdle();
    String id = home.one.ids().get(0);

    home.hub.advance(Duration.ofMinutes(10));
    assertThat(home.call("deliveries", "{}").getJsonArray("deliveries")).hasSize(1);
    assertThat(home.one.uploads()).isEqualTo(1);
    gate.complete();

    home.hub.until(() -> home.call("deliveries", "{}").getJsonArray("deliveries").isEmpty());
    assertThat(home.one.ids()).containsExactly(id);
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
    home.hub.until(() -> audit(id).size() == 2);
    assertThat(audit(id)).containsExactly("deleting", "deleted");
  }

  private static byte[] damaged(byte[] archive) {
    byte[] other = archive.clone();
    other[other.length / 2] ^= 1;
    return other;
  }

  @Test
  void a_location_that_does_not_answer_is_told_of_no_other_backup_until_it_does() throws Exception {
    List<String> old = List.of(home.automatic(), home.automatic(), home.automatic());
    home.update("{'retention':{'copies':1}}");
    hold();

    pruneInVain();

    assertThat(home.one.ids()).containsAll(old);
    gate.complete();
    home.hub.until(() -> audit(old.get(0)).contains("deleted"));
    home.hub.call("backup/generate_with_automatic_settings");
    home.hub.awaitIdle();
    assertThat(home.one.ids()).doesNotContainAnyElementsOf(old);
    assertThat(home.two.ids()).doesNotContainAnyElementsOf(old);
  }

  @Test
  void the_log_has_it_when_it_is_known() throws Exception {
    String oldest = pruned();
    assertThat(audit(oldest)).containsExactly("deleting", "failed");

    gate.complete();
    home.hub.until(() -> !home.one.ids().contains(oldest));
    home.hub.until(() -> audit(oldest).size() == 3);

    assertThat(audit(oldest)).containsExactly("deleting", "failed", "deleted");
  }

  @Test
  void what_is_gone_everywhere_at_last_is_pinned_no_more() throws Exception {
    String id = home.automatic();
    home.hub.call("homekeep/backup/pin", about(id));
    hold();
    Future<CommandResult> answer = home.hub.begin("backup/delete", about(id));
    waitInVain();
    home.hub.until(answer::isComplete);
    assertThat(home.call("retention/info", "{}").getJsonArray("pinned")).hasSize(1);

    gate.complete();

    home.hub.until(() -> home.call("retention/info", "{}").getJsonArray("pinned").isEmpty());
  }

  @Test
  void a_person_is_told_that_it_may_still_happen() throws Exception {
    String id = home.automatic();
    hold();

    Future<CommandResult> answer = home.hub.begin("backup/delete", about(id));
    waitInVain();
    home.hub.until(answer::isComplete);

    assertThat(answer.result().json().toString())
        .contains(
            "The location one did not answer within 60 seconds. It may still delete its copy; look again later.");
  }
}
