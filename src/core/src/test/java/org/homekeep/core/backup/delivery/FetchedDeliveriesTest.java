package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.BrokenStream;
import org.homekeep.core.backup.testing.HeldStream;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.websocket.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are elsewhere, and are fetched so that other locations get them. */
class FetchedDeliveriesTest {
  private static final int FIRST = 1_000;
  private static final String CANCELLED =
      "home_assistant_error: The delivery was cancelled while the backup was fetched. Nothing is sent.";

  @TempDir private Path directory;
  private DeliveryHub home;
  private MemoryAgent third;
  private String id;
  private HeldStream held;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
    third = home.hub.addAgent("third");
    id = home.hub.backup(DeliveryHub.to("test.cloud"));
    held = new HeldStream(FIRST);
    home.cloud.give(held::hold);
  }

  @AfterEach
  void stop() {
    held.letGo();
    home.close();
  }

  /** One more backup that is at the same location. */
  private String another(String name) throws Exception {
    home.cloud.give(in -> in);
    String other = home.hub.backup(DeliveryHub.to("test.cloud").put("name", name));
    home.cloud.give(held::hold);
    return other;
  }

  private Future<CommandResult> deliver(String backupId, String... agentIds) throws Exception {
    return home.hub.begin(
        "homekeep/backup/deliver", DeliveryHub.to(agentIds).put("backup_id", backupId));
  }

  private Future<CommandResult> fetching(String... agentIds) throws Exception {
    Future<CommandResult> answer = deliver(id, agentIds);
    home.hub.until(held::isHeld);
    return answer;
  }

  private boolean cancel(String backupId, String agentId) throws Exception {
    return home.hub
        .call(
            "homekeep/backup/deliveries/cancel", DeliveryHub.of(backupId).put("agent_id", agentId))
        .getBoolean("cancelled");
  }

  private static String refusal(Future<CommandResult> answer) throws Exception {
    return BackupHub.refusal(answer);
  }

  private void untilNothingIsLeft() throws Exception {
    home.hub.until(() -> home.temporaryFiles().isEmpty());
    assertThat(home.owed()).isEmpty();
  }

  @Test
  void a_backup_that_is_fetched_stands_among_the_deliveries_with_how_far_it_is() throws Exception {
    List<JsonObject> told = new ArrayList<>();
    home.hub.send("homekeep/backup/deliveries/subscribe", new JsonObject(), told::add);

    fetching("test.nas");
    home.hub.advance(Duration.ofSeconds(2));
    JsonObject shown = home.owed().get(0);

    assertThat(shown)
        .isEqualTo(
            new JsonObject()
                .put("backup_id", id)
                .put("name", shown.getString("name"))
                .put("agent_id", "test.nas")
                .put("state", "fetching")
                .put("since", "2024-11-11T11:00:00Z")
                .put("attempts", 0)
                .put("next_attempt", null)
                .put("error", null)
                .put("resumes", false)
                .put("fetched_bytes", (long) FIRST)
                .put("total_bytes", (long) home.cloud.bytes(id).length)
                .put("bytes_per_second", FIRST / 2L)
                .put("seconds_left", (home.cloud.bytes(id).length - FIRST + 499) / 500L));
    JsonObject last = told.get(told.size() - 1);
    assertThat(last.getJsonArray("deliveries").getJsonObject(0).getString("state"))
        .isEqualTo("fetching");
  }

  @Test
  void when_it_is_here_it_is_owed_and_sent() throws Exception {
    Future<CommandResult> answer = fetching("test.nas");

    held.letGo();
    home.hub.until(() -> answer.succeeded());

    home.hub.until(() -> home.nas.ids().contains(id));
    home.hub.until(() -> home.owed().isEmpty());
    untilNothingIsLeft();
  }

  @Test
  void who_asks_for_more_locations_meanwhile_has_it_fetched_once() throws Exception {
    Future<CommandResult> first = fetching("test.nas");
    Future<CommandResult> second = deliver(id, "test.nas", "test.third", "backup.local");
    home.hub.until(() -> home.owed().size() == 3);
    int downloads = home.cloud.downloads();

    held.letGo();
    home.hub.until(() -> first.succeeded() && second.succeeded());

    home.hub.until(() -> home.holders(id).size() == 4 && home.owed().isEmpty());
    assertThat(home.cloud.downloads()).isEqualTo(downloads);
    untilNothingIsLeft();
  }

  @Test
  void another_backup_waits_for_its_turn() throws Exception {
    String other = another("Other");
    fetching("test.nas");
    int downloads = home.cloud.downloads();
    Future<CommandResult> answer = deliver(other, "test.nas");
    home.hub.until(() -> home.owed().size() == 2);

    assertThat(home.owed().get(1).getString("backup_id")).isEqualTo(other);
    assertThat(home.owed().get(1).getString("state")).isEqualTo("waiting");
    assertThat(home.owed().get(1).getValue("next_attempt")).isNull();
    assertThat(home.cloud.downloads()).isEqualTo(downloads);

    held.letGo();
    home.hub.until(() -> answer.succeeded());
    home.hub.until(() -> home.nas.ids().containsAll(List.of(id, other)));
  }

  @Test
  void one_that_waits_for_its_turn_can_be_cancelled() throws Exception {
    String other = another("Other");
    fetching("test.nas");
    int downloads = home.cloud.downloads();
    Future<CommandResult> answer = deliver(other, "test.nas");
    home.hub.until(() -> home.owed().size() == 2);

    assertThat(cancel(other, "test.nas")).isTrue();

    assertThat(refusal(answer)).isEqualTo(CANCELLED);
    held.letGo();
    home.hub.until(() -> home.nas.ids().contains(id) && home.owed().isEmpty());
    untilNothingIsLeft();
    assertThat(home.cloud.downloads()).isEqualTo(downloads);
  }

  @Test
  void what_is_cancelled_while_it_is_fetched_leaves_nothing() throws Exception {
    Future<CommandResult> answer = fetching("test.nas");
    assertThat(home.temporaryFiles()).hasSize(1);

    assertThat(cancel(id, "test.nas")).isTrue();

    // The location may give nothing for long, and has not heard of it.
    assertThat(refusal(answer)).isEqualTo(CANCELLED);
    untilNothingIsLeft();
    held.letGo();
    home.turns();
    untilNothingIsLeft();
    assertThat(home.nas.ids()).isEmpty();
    assertThat(cancel(id, "test.nas")).isFalse();
  }

  @Test
  void when_one_of_two_locations_is_cancelled_the_other_gets_its_copy() throws Exception {
    Future<CommandResult> answer = fetching("test.nas", "test.third");

    assertThat(cancel(id, "test.nas")).isTrue();
    held.letGo();
    home.hub.until(() -> answer.succeeded());

    home.hub.until(() -> third.ids().contains(id));
    home.hub.until(() -> home.owed().isEmpty());
    assertThat(home.nas.ids()).isEmpty();
  }

  @Test
  void who_asked_only_for_what_was_cancelled_hears_of_it_and_the_others_do_not() throws Exception {
    Future<CommandResult> first = fetching("test.nas");
    Future<CommandResult> second = deliver(id, "test.third");
    home.hub.until(() -> home.owed().size() == 2);

    assertThat(cancel(id, "test.nas")).isTrue();

    assertThat(refusal(first)).isEqualTo(CANCELLED);
    held.letGo();
    home.hub.until(() -> second.succeeded());
    home.hub.until(() -> third.ids().contains(id));
  }

  @Test
  void when_the_location_is_removed_meanwhile_nothing_more_is_fetched() throws Exception {
    Future<CommandResult> answer = fetching("test.nas");

    home.hub.removeEntryOf(home.nas);

    assertThat(refusal(answer))
        .isEqualTo(
            "home_assistant_error: The location was removed while the backup was fetched. Nothing is sent.");
    untilNothingIsLeft();
  }

  @Test
  void what_is_cancelled_after_it_was_fetched_stays_where_it_was_alone() throws Exception {
    home.close();
    home.forgetCopies();
    home.open();
    home.cloud.give(in -> in);
    home.nas.failUploadsWith(DeliveryHub.asleep());
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id));
    home.untilTried(1);

    assertThat(cancel(id, "test.nas")).isTrue();

    untilNothingIsLeft();
    assertThat(home.stored()).isEmpty();
    assertThat(home.holders(id)).containsExactly("test.cloud");
  }

  @Test
  void a_copy_that_becomes_owed_stands_among_the_deliveries_once() throws Exception {
    List<JsonObject> told = new CopyOnWriteArrayList<>();
    home.nas.failUploadsWith(DeliveryHub.asleep());
    Future<CommandResult> answer = fetching("test.nas");
    home.hub.send("homekeep/backup/deliveries/subscribe", new JsonObject(), told::add);

    held.letGo();
    home.hub.until(answer::isComplete);
    home.untilTried(1);

    assertThat(told)
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.getJsonArray("deliveries")).hasSize(1));
  }

  @Test
  void what_was_cancelled_can_be_asked_for_again() throws Exception {
    fetching("test.nas");
    cancel(id, "test.nas");

    home.cloud.give(in -> in);
    Future<CommandResult> again = deliver(id, "test.nas");

    home.hub.until(() -> again.succeeded());
    home.hub.until(() -> home.nas.ids().contains(id));
  }

  @Test
  void a_backup_that_is_deleted_while_it_is_fetched_does_not_come_back() throws Exception {
    Future<CommandResult> answer = fetching("test.nas");

    home.hub.call("backup/delete", DeliveryHub.of(id));

    assertThat(refusal(answer))
        .isEqualTo("home_assistant_error: The backup was deleted in the meantime.");
    untilNothingIsLeft();
    held.letGo();
    home.turns();
    untilNothingIsLeft();
    assertThat(home.holders(id)).isEmpty();
  }

  @Test
  void when_the_hub_stops_what_waits_for_its_turn_is_not_begun() throws Exception {
    String other = another("Other");
    Future<CommandResult> first = fetching("test.nas");
    Future<CommandResult> second = deliver(other, "test.nas");
    home.hub.until(() -> home.owed().size() == 2);
    int downloads = home.cloud.downloads();

    home.hub.onContext(() -> home.hub.backups().stop());
    held.letGo();
    home.hub.until(first::isComplete);

    assertThat(refusal(second))
        .isEqualTo(
            "home_assistant_error: The hub is stopping. Send the backup again when it has started.");
    assertThat(home.cloud.downloads()).isEqualTo(downloads);
    assertThat(home.temporaryFiles()).isEmpty();
  }

  @Test
  void no_more_than_a_hundred_backups_wait() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < Fetches.MOST; i++) {
      ids.add(another("Backup " + i));
    }
    for (String each : ids) {
      deliver(each, "test.nas");
    }
    home.hub.until(() -> home.owed().size() == Fetches.MOST);

    assertThat(
            home.hub.refused(
                "homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id)))
        .isEqualTo(
            "home_assistant_error: 100 backups wait already to be read, one after the other. Send this one when some of them have been, or cancel their deliveries.");

    assertThat(cancel(ids.get(Fetches.MOST - 1), "test.nas")).isTrue();
    Future<CommandResult> answer = deliver(id, "test.nas");
    home.hub.until(() -> home.owed().size() == Fetches.MOST);
    assertThat(answer.isComplete()).isFalse();
  }

  @Test
  void there_must_be_room_for_it_first() throws Exception {
    home.cloud.listWithSize(id, 1L << 60);
    int downloads = home.cloud.downloads();

    assertThat(
            home.hub.refused(
                "homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id)))
        .startsWith("home_assistant_error: There is not enough space in ")
        .endsWith("Free some space and send it again.");

    assertThat(home.cloud.downloads()).isEqualTo(downloads);
    untilNothingIsLeft();
  }

  @Test
  void when_the_disk_here_fills_up_meanwhile_it_is_named() throws Exception {
    home.cloud.give(in -> new BrokenStream(new IOException("No space left on device")));

    assertThat(
            home.hub.refused(
                "homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id)))
        .isEqualTo(
            "home_assistant_error: There was not enough space in %s to fetch the backup: the disk filled up meanwhile. Nothing was sent. Free some space there and send it again."
                .formatted(home.hub.directories().temporary()));

    untilNothingIsLeft();
  }

  @Test
  void when_the_location_that_has_it_is_removed_meanwhile_that_is_said() throws Exception {
    HeldStream gone = new HeldStream(FIRST);
    home.cloud.give(
        in ->
            gone.hold(
                new SequenceInputStream(
                    new ByteArrayInputStream(new byte[FIRST]),
                    new BrokenStream(new IOException("Connection reset")))));
    Future<CommandResult> answer = deliver(id, "test.nas");
    home.hub.until(gone::isHeld);

    home.hub.removeAgent(home.cloud);
    gone.letGo();

    assertThat(refusal(answer))
        .isEqualTo(
            "home_assistant_error: The location cloud was removed, switched off or set up anew while the backup was fetched from it. Nothing was sent. When the location is back, send it again.");
    untilNothingIsLeft();
  }

  @Test
  void when_the_line_breaks_the_location_says_so_itself() throws Exception {
    home.cloud.give(in -> new BrokenStream(new IOException("Connection reset")));

    assertThat(
            home.hub.refused(
                "homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id)))
        .contains("Connection reset");
  }

  @Test
  void of_a_fetch_that_was_killed_nothing_is_left_after_the_start() throws Exception {
    byte[] whole = home.cloud.bytes(id);
    fetching("test.nas");
    List<Path> files = home.temporaryFiles();
    assertThat(files).hasSize(1);
    home.close();
    held.letGo();
    // All of it had arrived, and nobody had looked at it yet.
    Files.write(files.get(0), whole);
    // A start that knows of no other copy would keep an archive.
    home.forgetCopies();

    home.open();

    untilNothingIsLeft();
    assertThat(home.stored()).isEmpty();
    assertThat(home.hub.issues()).isEmpty();
    assertThat(home.holders(id)).containsExactly("test.cloud");
  }

  @Test
  void a_location_that_falls_silent_after_the_last_byte_keeps_nobody_from_getting_it()
      throws Exception {
    Future<CommandResult> answer = fetching("test.nas");
    home.cloud.failWith(new BackupAgentException("The cloud sleeps."));
    held.letGo();

    home.hub.until(answer::isComplete);
    assertThat(answer.succeeded()).isTrue();
    home.hub.until(() -> home.nas.ids().contains(id));
    untilNothingIsLeft();
  }

  @Test
  void a_fetch_whose_turn_comes_while_its_location_is_silent_is_not_told_as_deleted()
      throws Exception {
    String other = another("Second");
    fetching("test.nas");
    Future<CommandResult> answer = deliver(other, "test.nas");
    home.hub.until(() -> home.owed().size() == 2);
    home.cloud.failWith(new BackupAgentException("The cloud sleeps."));
    held.letGo();

    assertThat(refusal(answer))
        .isEqualTo(
            "home_assistant_error: There is no backup %s at any location that answers. It may be at one that does not; send it when that does. The cloud sleeps."
                .formatted(other));
  }
}
