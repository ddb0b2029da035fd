package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.backup.manager.IncomingArchive;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted or cancelled while it is on its way stays away. */
class UnwantedCopiesTest {
  private static final String ISSUE = "backup_copy_not_as_sent_test.nas";

  @TempDir private Path directory;
  private DeliveryHub home;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private Future<Map<String, String>> deleting(String backupId) throws Exception {
    Promise<Map<String, String>> errors = Promise.promise();
    home.hub.onContext(
        () -> {
          home.hub.backups().manager().delete(backupId, "somebody").onComplete(errors);
          return "begun";
        });
    return errors.future();
  }

  private static Map<String, String> await(Future<Map<String, String>> errors) throws Exception {
    return errors.await(60, TimeUnit.SECONDS);
  }

  @Test
  void a_backup_that_is_deleted_while_its_upload_ends_is_nowhere_afterwards() throws Exception {
    Promise<Void> storing = home.nas.holdStoring();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.received() == 1);
    Future<Map<String, String>> errors = deleting(id);
    home.turns();

    storing.complete();

    assertThat(await(errors)).isEmpty();
    home.hub.until(() -> home.nas.uploading() == 0);
    assertThat(home.nas.ids()).isEmpty();
    assertThat(home.holders(id)).isEmpty();
  }

  @Test
  void a_location_that_does_not_end_an_upload_holds_up_no_deletion_at_the_others()
      throws Exception {
    Promise<Void> storing = home.nas.holdStoring();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.received() == 1);
    Future<Map<String, String>> errors = deleting(id);
    home.hub.until(() -> home.holders(id).isEmpty());

    home.hub.advance(Duration.ofSeconds(31));

    assertThat(await(errors))
        .isEqualTo(
            Map.of(
                "test.nas",
                "The location nas is still busy with this backup. Delete the backup again in a few minutes; if it stays so, reload the location."));
    storing.complete();
    home.hub.until(() -> home.nas.uploading() == 0);
    assertThat(await(deleting(id))).isEmpty();
    assertThat(home.nas.ids()).isEmpty();
  }

  @Test
  void a_backup_that_is_deleted_just_before_it_is_stored_here_is_not_stored() throws Exception {
    home.hub.onContext(
        () ->
            home.hub
                .backups()
                .manager()
                .events()
                .subscribe(
                    event -> {
                      if ("upload_to_agents".equals(event.json().getString("stage"))) {
                        home.hub.runtime().execute(this::deleteWhatIsBeingMade);
                      }
                    }));

    String id = home.hub.backup(DeliveryHub.to("backup.local"));

    assertThat(home.holders(id)).isEmpty();
    assertThat(BackupHub.names(home.hub.directories().backups())).isEmpty();
  }

  /** The unfinished file has the id in its name. */
  private void deleteWhatIsBeingMade() {
    try {
      String file = BackupHub.names(home.hub.directories().backups()).get(0);
      String id = file.replaceAll("^\\.homekeep-|\\.partial$", "");
      home.hub.backups().manager().delete(id, "somebody");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void the_verification_of_a_copy_that_is_deleted_raises_no_issue() throws Exception {
    Promise<Void> answer = home.nas.holdQuestions();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.ids().contains(id) && home.nas.uploading() == 0);
    home.turns();
    assertThat(await(deleting(id))).isEmpty();

    answer.complete();
    home.turns();

    assertThat(home.hub.issues()).doesNotContainKey(ISSUE);
    assertThat(home.nas.ids()).isEmpty();
  }

  @Test
  void the_verification_of_a_copy_that_is_cancelled_raises_no_issue() throws Exception {
    Promise<Void> answer = home.nas.holdQuestions();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.ids().contains(id) && home.nas.uploading() == 0);
    home.turns();
    home.hub.call(
        "homekeep/backup/deliveries/cancel", DeliveryHub.of(id).put("agent_id", "test.nas"));
    home.nas.remove(id);

    answer.complete();
    home.turns();

    assertThat(home.hub.issues()).doesNotContainKey(ISSUE);
  }

  @Test
  void a_cancelled_copy_that_arrived_damaged_does_not_stay_and_raises_no_issue() throws Exception {
    home.nas.store(bytes -> new byte[bytes.length]);
    Promise<Void> answer = home.nas.holdQuestions();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.ids().contains(id) && home.nas.uploading() == 0);
    home.turns();
    home.hub.call("homekeep/backup/cancel", new JsonObject());

    answer.complete();

    home.hub.until(() -> home.nas.ids().isEmpty());
    home.turns();
    assertThat(home.hub.issues()).doesNotContainKey(ISSUE);
  }

  @Test
  void an_upload_that_is_cancelled_before_its_first_byte_takes_nothing_back() throws Exception {
    String id = home.hub.backup(DeliveryHub.to("test.nas"));
    byte[] archive = home.nas.bytes(id);
    Promise<Void> gate = home.nas.holdListings();
    home.hub.onContext(
        () ->
            home.hub
                .backups()
                .manager()
                .receive(
                    List.of("test.nas"),
                    () -> new IncomingArchive.Opened("a.tar", new ByteArrayInputStream(archive))));
    home.hub.until(
        () -> home.owed().stream().anyMatch(each -> each.getString("state").equals("uploading")));

    home.hub.call(
        "homekeep/backup/deliveries/cancel", DeliveryHub.of(id).put("agent_id", "test.nas"));
    gate.complete();
    home.turns();

    assertThat(home.nas.uploads()).isEqualTo(1);
    assertThat(home.verified("test.nas", id)).isEqualTo("read_back");
  }

  @Test
  void a_deletion_waits_for_an_upload_that_was_given_up_however_long_it_took() throws Exception {
    Promise<Void> storing = home.nas.holdStoring();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.received() == 1);
    for (int i = 0; i < 6; i++) {
      home.nas.report(i);
      home.turns();
      home.hub.advance(Duration.ofMinutes(55));
    }
    Future<Map<String, String>> errors = deleting(id);
    home.hub.until(() -> home.holders(id).isEmpty());

    home.hub.advance(Duration.ofSeconds(31));

    assertThat(await(errors)).containsOnlyKeys("test.nas");
    storing.complete();
    home.hub.until(() -> home.nas.uploading() == 0);
    assertThat(await(deleting(id))).isEmpty();
    assertThat(home.nas.ids()).isEmpty();
  }
}
