package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupRefusedException;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.backup.StoredBytes.Algorithm;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.websocket.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is nowhere else than among the temporary files, because its location is away. */
class OnlyCopyTest {
  @TempDir private Path directory;
  private DeliveryHub home;
  private String id;

  @BeforeEach
  void makeWhileTheLocationSleeps() throws Exception {
    home = new DeliveryHub(directory);
    home.nas.failUploadsWith(DeliveryHub.asleep());
    id = home.hub.backup(DeliveryHub.to("test.nas"));
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private void untilStoredHere() throws Exception {
    home.hub.until(
        () ->
            home.owed().isEmpty() && home.stored().size() == 1 && home.temporaryFiles().isEmpty());
  }

  private JsonObject cancel(String agentId) throws Exception {
    return home.hub.call(
        "homekeep/backup/deliveries/cancel", DeliveryHub.of(id).put("agent_id", agentId));
  }

  private List<String> audit() throws Exception {
    List<String> lines = new ArrayList<>();
    for (Object each : home.hub.call("homekeep/backup/audit").getJsonArray("lines")) {
      JsonObject line = (JsonObject) each;
      lines.add(
          "%s %s %s"
              .formatted(
                  line.getString("step"), line.getString("backup_id"), line.getString("reason")));
    }
    return lines;
  }

  @Test
  void it_is_listed_here_until_it_was_sent() throws Exception {
    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(home.hub.call("backup/info").getJsonArray("backups")).hasSize(1);

    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.owed().isEmpty());

    assertThat(home.holders(id)).containsExactly("test.nas");
  }

  @Test
  void it_can_be_restored() throws Exception {
    Path archive = home.temporaryFiles().get(0);

    home.hub.call("backup/restore", DeliveryHub.of(id).put("agent_id", "backup.local"));

    assertThat(home.hub.restarts()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve(".HA_RESTORE"))).contains(archive.toString());
  }

  @Test
  void it_can_be_sent_elsewhere() throws Exception {
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("test.cloud").put("backup_id", id));

    home.hub.until(() -> home.owed().size() == 1);
    assertThat(home.cloud.ids()).containsExactly(id);
  }

  @Test
  void it_can_be_stored_here_to_stay_and_is_still_owed() throws Exception {
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("backup.local").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 1);

    assertThat(home.stored()).hasSize(1);
    assertThat(home.verified("backup.local", id)).isNotEqualTo("no");
    assertThat(home.owed().get(0).getString("agent_id")).isEqualTo("test.nas");
  }

  @Test
  void no_rule_of_retention_sees_it() throws Exception {
    JsonArray copies = home.hub.call("homekeep/backup/retention/preview").getJsonArray("copies");

    assertThat(copies).isEmpty();
  }

  @Test
  void when_its_location_is_removed_it_is_stored_here_and_an_issue_says_so() throws Exception {
    home.hub.removeEntryOf(home.nas);

    untilStoredHere();
    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(home.hub.issues()).containsKey("backup_kept_here_test.nas");
  }

  @Test
  void when_its_delivery_is_cancelled_it_is_stored_here() throws Exception {
    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();

    untilStoredHere();
    assertThat(home.holders(id)).containsExactly("backup.local");
    home.nas.recover();
    home.hub.advance(Duration.ofDays(1));
    home.turns();
    assertThat(home.nas.ids()).isEmpty();
  }

  @Test
  void a_copy_here_that_is_damaged_does_not_replace_it() throws Exception {
    Path archive = home.temporaryFiles().get(0);
    byte[] sound = Files.readAllBytes(archive);
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("backup.local").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 1);
    DeliveryHub.rot(home.stored().get(0));
    home.hub.call(
        "homekeep/backup/copies/verify", DeliveryHub.of(id).put("agent_id", "backup.local"));

    cancel("test.nas");
    home.hub.until(() -> home.owed().get(0).getString("agent_id").equals("backup.local"));
    home.untilTried(1);
    home.hub.advance(Duration.ofSeconds(75));
    home.untilTried(2);

    assertThat(home.owed().get(0).getString("error")).contains("with other content");
    assertThat(archive).hasBinaryContent(sound);
  }

  @Test
  void a_copy_that_a_disk_damages_while_it_is_stored_here_does_not_replace_it() throws Exception {
    Path archive = home.temporaryFiles().get(0);
    byte[] sound = Files.readAllBytes(archive);

    byte[] rotten = DeliveryHub.rotten(sound);
    int at = Arrays.mismatch(sound, rotten);
    cancelWhile(file -> file.write(ByteBuffer.wrap(rotten, at, 1), at));
    home.untilTried(1);
    home.hub.advance(Duration.ofSeconds(75));
    home.untilTried(2);

    assertThat(home.owed().get(0).getString("error")).contains("with other content");
    assertThat(archive).hasBinaryContent(sound);
  }

  @Test
  void a_copy_that_a_disk_cuts_off_while_it_is_stored_here_does_not_replace_it() throws Exception {
    Path archive = home.temporaryFiles().get(0);
    byte[] sound = Files.readAllBytes(archive);

    cancelWhile(file -> file.truncate(700));
    home.untilTried(1);
    assertThat(archive).hasBinaryContent(sound);
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.owed().isEmpty() && home.temporaryFiles().isEmpty());

    assertThat(home.stored()).anySatisfy(file -> assertThat(file).hasBinaryContent(sound));
  }

  /** What a disk does, so little of it that nobody on the event loop waits for it. */
  private interface Harm {
    void to(FileChannel file) throws IOException;
  }

  /** Does harm to what is stored here in place of the location. */
  private void cancelWhile(Harm harm) throws Exception {
    Promise<Path> done = Promise.promise();
    home.hub.runtime().context().runOnContext(start -> asSoonAsItIsStored(harm, done));
    cancel("test.nas");
    home.hub.until(() -> done.future().isComplete());
    assertThat(done.future().cause()).isNull();
  }

  /** Looks in each turn, so before the hub looks at what it has stored. */
  private void asSoonAsItIsStored(Harm harm, Promise<Path> done) {
    try {
      Optional<Path> stored =
          home.stored().stream().filter(file -> file.toString().endsWith(".tar")).findAny();
      if (stored.isPresent()) {
        try (FileChannel file = FileChannel.open(stored.get(), StandardOpenOption.WRITE)) {
          harm.to(file);
        }
        done.complete(stored.get());
      } else {
        home.hub.runtime().context().runOnContext(next -> asSoonAsItIsStored(harm, done));
      }
    } catch (Exception failed) {
      done.fail(failed);
    }
  }

  @Test
  void a_damaged_copy_here_of_which_the_hub_knows_nothing_any_more_does_not_replace_it()
      throws Exception {
    Path archive = home.temporaryFiles().get(0);
    byte[] sound = Files.readAllBytes(archive);
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("backup.local").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 1);
    home.close();
    DeliveryHub.rot(home.stored().get(0));
    home.forgetCopies();
    home.open();

    cancel("test.nas");
    home.hub.until(() -> home.owed().get(0).getString("agent_id").equals("backup.local"));
    home.untilTried(1);

    assertThat(home.owed().get(0).getString("error")).contains("with other content");
    assertThat(archive).hasBinaryContent(sound);
  }

  @Test
  void a_copy_here_that_somebody_has_deleted_does_not_replace_it() throws Exception {
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("backup.local").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 1);
    byte[] sound = Files.readAllBytes(home.stored().get(0));
    Files.delete(home.stored().get(0));
    home.hub.call("backup/info");

    home.hub.removeEntryOf(home.nas);

    untilStoredHere();
    assertThat(home.stored().get(0)).hasBinaryContent(sound);
  }

  @Test
  void a_disk_that_cannot_be_read_for_a_while_is_not_taken_for_an_archive_that_is_gone()
      throws Exception {
    Path temporary = home.hub.directories().temporary();
    Path away = temporary.resolveSibling("away");
    Files.move(temporary, away);
    Files.createFile(temporary);

    home.hub.advance(Duration.ofSeconds(75));
    home.untilTried(2);
    assertThat(home.owed().get(0).getString("error")).contains("cannot be reached at the moment");
    Files.delete(temporary);
    Files.move(away, temporary);
    home.nas.recover();
    home.hub.advance(Duration.ofMinutes(10));

    home.hub.until(() -> home.owed().isEmpty());
    assertThat(home.nas.ids()).containsExactly(id);
  }

  @Test
  void one_that_is_pinned_gives_way_to_no_newer_ones() throws Exception {
    home.hub.call(
        "backup/config/update", new JsonObject().put("create_backup", DeliveryHub.to("test.nas")));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(home.hub.call("backup/generate_with_automatic_settings").getString("backup_job_id"));
      home.hub.awaitIdle();
      if (i == 0) {
        home.hub.call("homekeep/backup/pin", DeliveryHub.of(made.get(0)));
      }
      home.hub.advance(Duration.ofSeconds(1));
    }

    assertThat(home.owed().stream().map(owed -> owed.getString("backup_id")))
        .containsExactlyInAnyOrder(id, made.get(0), made.get(2), made.get(3), made.get(4));
  }

  @Test
  void what_is_to_be_stored_here_for_that_cannot_be_cancelled() throws Exception {
    Files.createFile(home.hub.directories().backups());
    cancel("test.nas");
    home.hub.until(() -> home.owed().get(0).getInteger("attempts") >= 1);

    assertThat(
            home.hub.refused(
                "homekeep/backup/deliveries/cancel",
                DeliveryHub.of(id).put("agent_id", "backup.local")))
        .endsWith(
            "The backup is nowhere else yet, and would be lost. To be rid of it, delete the"
                + " backup.");
    assertThat(home.temporaryFiles()).hasSize(1);

    Files.delete(home.hub.directories().backups());
    home.hub.advance(Duration.ofMinutes(5));
    untilStoredHere();
  }

  @Test
  void when_it_is_given_up_it_is_stored_here() throws Exception {
    String issue = "backup_delivery_given_up_test.nas";
    for (int attempt = 2; attempt <= 40 && !home.hub.issues().containsKey(issue); attempt++) {
      int tried = attempt;
      home.hub.advance(Duration.ofDays(2));
      home.hub.until(
          () ->
              home.hub.issues().containsKey(issue)
                  || home.owed().stream().allMatch(owed -> owed.getInteger("attempts") >= tried));
    }

    untilStoredHere();
    assertThat(home.hub.issues().get(issue).placeholders())
        .containsEntry(
            "evidence", "The NAS sleeps. It was nowhere else, and is stored on this system.");
  }

  @Test
  void a_location_that_would_never_take_it_is_not_asked_again() throws Exception {
    home.nas.failUploadsWith(new BackupRefusedException("It is too large."));
    home.hub.advance(Duration.ofMinutes(5));

    untilStoredHere();
    assertThat(home.hub.issues().get("backup_delivery_refused_test.nas").placeholders())
        .containsEntry(
            "evidence", "It is too large. It was nowhere else, and is stored on this system.");
    home.nas.recover();
    home.hub.advance(Duration.ofDays(1));
    home.turns();
    assertThat(home.nas.ids()).isEmpty();
  }

  @Test
  void where_it_went_is_told_although_its_integration_tells_why() throws Exception {
    home.nas.failUploadsWith(BackupRefusedException.told("It is too large.", new Exception()));
    home.hub.advance(Duration.ofMinutes(5));

    untilStoredHere();
    assertThat(home.hub.issues()).containsKey("backup_delivery_refused_test.nas");
  }

  @Test
  void a_refusal_that_its_integration_tells_is_not_told_twice() throws Exception {
    home.cloud.failUploadsWith(BackupRefusedException.told("It is too large.", new Exception()));

    String other =
        home.hub.backup(DeliveryHub.to("backup.local", "test.cloud").put("name", "Another"));

    assertThat(home.stored()).hasSize(1);
    home.hub.until(
        () -> home.owed().stream().noneMatch(each -> each.getString("backup_id").equals(other)));
    assertThat(home.hub.issues()).doesNotContainKey("backup_delivery_refused_test.cloud");
  }

  @Test
  void a_failure_that_its_integration_tells_is_not_told_twice() throws Exception {
    home.cloud.failUploadsWith(BackupAgentException.told("It sleeps.", new Exception()));

    String other =
        home.hub.backup(DeliveryHub.to("backup.local", "test.cloud").put("name", "Another"));

    home.hub.until(
        () ->
            home.owed().stream()
                .anyMatch(
                    each ->
                        each.getString("backup_id").equals(other)
                            && each.getInteger("attempts") == 1));
    assertThat(home.hub.issues()).doesNotContainKey("backup_not_delivered_test.cloud");
  }

  @Test
  void what_is_refused_for_good_is_not_said_to_be_tried_again() throws Exception {
    home.cloud.failUploadsWith(DeliveryHub.asleep());
    String other =
        home.hub.backup(DeliveryHub.to("backup.local", "test.cloud").put("name", "Another"));
    home.hub.until(() -> home.hub.issues().containsKey("backup_not_delivered_test.cloud"));

    home.cloud.failUploadsWith(BackupRefusedException.told("It is too large.", new Exception()));
    home.hub.advance(Duration.ofMinutes(5));
    home.hub.until(
        () -> home.owed().stream().noneMatch(each -> each.getString("backup_id").equals(other)));

    assertThat(home.hub.issues()).doesNotContainKey("backup_not_delivered_test.cloud");
  }

  @Test
  void a_person_who_deletes_it_is_obeyed_and_that_is_logged() throws Exception {
    home.hub.call("backup/delete", DeliveryHub.of(id));

    assertThat(home.owed()).isEmpty();
    assertThat(home.temporaryFiles()).isEmpty();
    assertThat(home.stored()).isEmpty();
    assertThat(audit()).contains("deleting " + id + " asked", "deleted " + id + " asked");
  }

  @Test
  void older_automatic_ones_that_give_way_to_newer_ones_are_in_the_log_of_deletions()
      throws Exception {
    home.hub.call(
        "backup/config/update", new JsonObject().put("create_backup", DeliveryHub.to("test.nas")));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(home.hub.call("backup/generate_with_automatic_settings").getString("backup_job_id"));
      home.hub.awaitIdle();
      home.hub.advance(Duration.ofSeconds(1));
    }

    assertThat(home.owed()).hasSize(4);
    assertThat(audit())
        .containsExactly(
            "deleted " + made.get(0) + " superseded", "deleting " + made.get(0) + " superseded");
    assertThat(home.stored()).isEmpty();
  }

  @Test
  void when_somebody_deletes_its_file_an_issue_says_that_it_is_gone() throws Exception {
    Files.delete(home.temporaryFiles().get(0));

    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.owed().isEmpty());

    assertThat(home.hub.issues()).containsKey("backup_archive_gone_test.nas");
    assertThat(home.holders(id)).isEmpty();
  }

  @Test
  void a_damaged_copy_that_its_location_does_not_delete_is_no_other_copy() throws Exception {
    home.nas.recover();
    home.nas.store(DeliveryHub::rotten);
    home.nas.failDeletionsWith(new BackupAgentException("Nothing is deleted here."));
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.hub.issues().containsKey("backup_copy_not_as_sent_test.nas"));
    home.hub.until(() -> home.owed().get(0).getString("state").equals("waiting"));

    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();

    untilStoredHere();
  }

  @Test
  void a_copy_that_was_found_damaged_on_request_is_no_other_copy() throws Exception {
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("test.cloud").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 1);
    byte[] rotten = DeliveryHub.rotten(home.cloud.bytes(id));
    home.cloud.put(home.cloud.remove(id), rotten);
    assertThat(
            home.hub
                .call(
                    "homekeep/backup/copies/verify",
                    DeliveryHub.of(id).put("agent_id", "test.cloud"))
                .getString("result"))
        .isEqualTo("damaged");

    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();

    untilStoredHere();
  }

  @Test
  void a_copy_that_is_being_verified_is_no_other_copy_yet() throws Exception {
    home.nas.recover();
    home.nas.store(DeliveryHub::rotten);
    Promise<Void> question = home.nas.holdQuestions();
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.nas.ids().contains(id) && home.nas.uploading() == 0);
    home.turns();

    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();
    question.complete();

    home.hub.until(() -> home.nas.ids().isEmpty());
    untilStoredHere();
  }

  @Test
  void what_its_location_confirms_and_is_then_read_as_damaged_is_told_and_not_deleted()
      throws Exception {
    byte[] sound = Files.readAllBytes(home.temporaryFiles().get(0));
    home.nas.recover();
    home.nas.store(DeliveryHub::rotten);
    Promise<Void> reading = home.nas.holdDownloads();
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.nas.downloads() == 1);
    home.nas.say(stored -> new StoredBytes(sound.length, Algorithm.SHA_256, sha256(sound)));
    home.hub.call("homekeep/backup/locations/test", new JsonObject().put("agent_id", "test.nas"));

    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();
    reading.complete();

    home.hub.until(() -> home.hub.issues().containsKey("backup_copy_not_as_sent_test.nas"));
    assertThat(home.nas.ids()).containsExactly(id);
    assertThat(home.nas.deletedIds()).isEmpty();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void a_cancelled_copy_that_is_still_being_verified_is_no_other_copy() throws Exception {
    home.cloud.failUploadsWith(DeliveryHub.asleep());
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to("test.cloud").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 2);
    home.nas.recover();
    home.nas.store(DeliveryHub::rotten);
    Promise<Void> question = home.nas.holdQuestions();
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.nas.ids().contains(id) && home.nas.uploading() == 0);
    home.turns();

    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();
    home.hub.removeEntryOf(home.cloud);
    question.complete();

    home.hub.until(() -> home.nas.ids().isEmpty());
    untilStoredHere();
  }

  @Test
  void one_that_its_location_takes_just_before_it_is_read_for_another_is_fetched_from_there()
      throws Exception {
    MemoryAgent slow = home.hub.addAgent("slow");
    Promise<Void> looking = slow.holdListings();
    Future<CommandResult> answer =
        home.hub.begin(
            "homekeep/backup/deliver", DeliveryHub.to("test.cloud").put("backup_id", id));
    Promise<Void> found = slow.holdListings();
    looking.complete();
    for (int i = 0; i < 100; i++) {
      home.owed();
    }
    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.temporaryFiles().isEmpty());

    found.complete();

    home.hub.until(answer::isComplete);
    assertThat(answer.succeeded()).isTrue();
    home.hub.until(() -> home.cloud.ids().contains(id));
  }

  @Test
  void who_asks_for_it_once_more_and_cancels_that_cancels_both() throws Exception {
    MemoryAgent slow = home.hub.addAgent("slow");
    Promise<Void> gate = slow.holdListings();
    Future<CommandResult> again =
        home.hub.begin("homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id));
    home.hub.until(() -> home.owed().size() == 2);

    assertThat(cancel("test.nas").getBoolean("cancelled")).isTrue();

    assertThat(home.owed()).noneMatch(each -> each.getString("agent_id").equals("test.nas"));
    gate.complete();
    home.hub.until(again::isComplete);
    untilStoredHere();
  }
}
