package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes between an archive and its locations: uploads that hang, names, changed locations. */
class BusyLocationTest {
  private static final int MOST_NAMESAKES = 1_000;

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

  /** Begins a backup and lets its upload stand still until it is given up. */
  private String stalled() throws Exception {
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.uploading() == 1);
    home.turns();
    home.hub.advance(Duration.ofHours(1));
    home.turns();
    home.hub.advance(Duration.ofHours(1));
    home.untilTried(1);
    return id;
  }

  @Test
  void while_a_location_still_works_on_an_upload_that_was_given_up_no_other_is_begun()
      throws Exception {
    Promise<Void> gate = home.nas.holdUploads();
    String id = stalled();
    home.hub.advance(Duration.ofMinutes(90));
    home.turns();
    assertThat(home.nas.uploads()).isEqualTo(1);

    home.nas.releaseUploads();
    gate.fail(new BackupAgentException("Broken."));

    home.hub.until(() -> home.nas.ids().contains(id));
    assertThat(home.nas.uploads()).isEqualTo(2);
  }

  @Test
  void an_upload_that_never_ends_holds_up_the_next_for_some_hours_and_is_not_trusted_at_its_end()
      throws Exception {
    Promise<Void> gate = home.nas.holdUploads();
    String id = stalled();
    home.nas.releaseUploads();
    home.hub.advance(Duration.ofHours(4));
    home.hub.until(() -> home.verified("test.nas", id).equals("read_back"));

    home.nas.put(home.nas.remove(id), new byte[] {1, 2, 3});
    gate.fail(new BackupAgentException("Broken, with half of it written."));

    home.hub.until(() -> home.hub.issues().containsKey("backup_copy_not_as_sent_test.nas"));
    assertThat(home.verified("test.nas", id)).isEqualTo("no");
  }

  @Test
  void who_cancels_one_delivery_has_no_failed_backup() throws Exception {
    home.nas.holdUploads();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.uploading() == 1);
    home.turns();

    home.hub.call(
        "homekeep/backup/deliveries/cancel", DeliveryHub.of(id).put("agent_id", "test.nas"));
    home.hub.awaitIdle();

    assertThat(home.hub.steps()).endsWith("create_backup/completed", "idle");
    JsonObject backup = home.hub.call("backup/details", DeliveryHub.of(id)).getJsonObject("backup");
    assertThat(backup.getJsonArray("failed_agent_ids")).isEmpty();
  }

  @Test
  void a_location_that_was_set_up_anew_while_the_archive_was_made_gets_it_at_once()
      throws Exception {
    home.nas.failUploadsWith(new BackupAgentException("I was unloaded."));
    MemoryAgent anew = new MemoryAgent(home.hub.vertx(), "nas");
    home.hub.onContext(
        () ->
            home.hub
                .backups()
                .manager()
                .events()
                .subscribe(
                    event -> {
                      if ("home_assistant".equals(event.json().getString("stage"))) {
                        home.hub.appear(anew);
                      }
                    }));

    String id = home.hub.backup(DeliveryHub.to("backup.local", "test.nas"));

    assertThat(anew.ids()).containsExactly(id);
    assertThat(home.hub.steps()).endsWith("create_backup/completed", "idle");
  }

  @Test
  void an_archive_that_gets_no_name_here_is_kept_for_the_locations_that_wait_for_it()
      throws Exception {
    JsonObject sick = DeliveryHub.to("backup.local", "test.nas").put("name", "Sick  one");
    Path backups = home.hub.directories().backups();
    home.hub.backup(DeliveryHub.to("backup.local").put("name", "Sick one"));
    String taken = BackupHub.names(backups).get(0);
    String base = taken.substring(0, taken.length() - ".tar".length());
    for (int i = 2; i <= MOST_NAMESAKES; i++) {
      Files.createFile(backups.resolve(base + "_" + i + ".tar"));
    }
    home.nas.failUploadsWith(DeliveryHub.asleep());
    String id = home.hub.backup(sick);
    assertThat(home.hub.steps()).endsWith("create_backup/failed/upload_failed", "idle");

    home.nas.recover();
    home.hub.advance(Duration.ofSeconds(75));
    home.hub.until(() -> home.nas.ids().contains(id));

    assertThat(home.nas.ids()).containsExactly(id);
    Files.delete(backups.resolve(base + "_2.tar"));
    home.hub.close();
    home.open();
    home.hub.until(() -> home.holders(id).size() == 2);
  }

  @Test
  void while_one_backup_is_fetched_to_be_sent_on_others_wait() throws Exception {
    String first = home.hub.backup(DeliveryHub.to("test.cloud"));
    home.hub.advance(Duration.ofSeconds(1));
    String second = home.hub.backup(DeliveryHub.to("test.cloud"));
    int before = home.cloud.downloads();
    Promise<Void> slow = home.cloud.holdDownloads();
    for (String id : new String[] {first, second}) {
      home.hub.onContext(() -> home.hub.backups().manager().send(id, List.of("test.nas")));
    }
    home.hub.until(() -> home.cloud.downloads() > before);
    home.turns();
    assertThat(home.cloud.downloads()).isEqualTo(before + 1);

    slow.complete();
    home.hub.until(() -> home.nas.ids().size() == 2);
  }
}
