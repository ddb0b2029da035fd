package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of deliveries while the disk does not take their journal. */
class RefusedDeliveriesTest {
  private static final String NOT_DONE =
      "Nothing was changed, because the disk does not take it: %s. Make room on it, or let Homekeep write to its directory, and try again.";

  @TempDir private Path directory;
  private DeliveryHub home;
  private MemoryAgent third;
  private String id;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
    third = home.hub.addAgent("third");
    id = home.hub.backup(DeliveryHub.to("test.cloud"));
    home.nas.failUploadsWith(DeliveryHub.asleep());
  }

  @AfterEach
  void stop() throws IOException {
    free();
    home.close();
  }

  private Path inTheWay() {
    return home.hub.directories().storage().resolve("homekeep.deliveries.new");
  }

  /** A directory is in the way of the document, as a full disk is. */
  private void fill() throws Exception {
    home.hub.until(
        () -> {
          try {
            Files.createDirectories(inTheWay().resolve("full"));
            return true;
          } catch (FileSystemException beingWritten) {
            return false;
          }
        });
  }

  /** What is empty the hub itself takes out of its way. */
  private void free() throws IOException {
    Files.deleteIfExists(inTheWay().resolve("full"));
  }

  private void deliver(String agentId) throws Exception {
    home.hub.call("homekeep/backup/deliver", DeliveryHub.to(agentId).put("backup_id", id));
  }

  private void assertRefused(String command, JsonObject fields) throws Exception {
    assertThat(home.hub.refused(command, fields.put("backup_id", id)))
        .startsWith("home_assistant_error: " + NOT_DONE.substring(0, NOT_DONE.indexOf('%')))
        .endsWith(NOT_DONE.substring(NOT_DONE.indexOf('%') + 2));
  }

  private List<String> waiting() throws Exception {
    return home.owed().stream().map(each -> each.getString("agent_id")).toList();
  }

  /** How much room archives take that wait to be sent. */
  private long keptBytes() throws Exception {
    long bytes = 0;
    for (Path file : home.temporaryFiles()) {
      bytes += size(file);
    }
    return bytes;
  }

  /** One that is renamed between the listing and the look was not empty yet. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException renamed) {
      return 1;
    }
  }

  @Test
  void a_backup_that_was_fetched_in_vain_is_owed_to_nobody_and_leaves_no_file() throws Exception {
    fill();

    assertRefused("homekeep/backup/deliver", DeliveryHub.to("test.third"));

    assertThat(waiting()).isEmpty();
    assertThat(home.temporaryFiles()).isEmpty();
    free();
    home.hub.advance(Duration.ofHours(5));
    home.turns();
    assertThat(third.ids()).isEmpty();
  }

  @Test
  void what_was_owed_before_goes_on_with_its_file() throws Exception {
    deliver("test.nas");
    home.untilTried(1);
    List<Path> before = home.temporaryFiles();
    // A file in the place of the directory: the hub's own location cannot say what it has.
    Files.createFile(home.hub.directories().backups());
    fill();

    assertRefused("homekeep/backup/deliver", DeliveryHub.to("test.third"));

    assertThat(waiting()).containsExactly("test.nas");
    assertThat(home.temporaryFiles()).isEqualTo(before);
    home.nas.recover();
    home.hub.advance(Duration.ofHours(5));
    home.hub.until(() -> home.nas.ids().contains(id));
    free();
    // The next try is planned when the last one has failed, which nobody outside can see.
    home.hub.until(
        () -> {
          home.hub.advance(Duration.ofMinutes(5));
          return home.owed().isEmpty() && home.temporaryFiles().isEmpty();
        });
    assertThat(third.ids()).isEmpty();
  }

  @Test
  void a_cancelled_delivery_goes_on() throws Exception {
    deliver("test.nas");
    home.untilTried(1);
    fill();

    assertRefused(
        "homekeep/backup/deliveries/cancel", new JsonObject().put("agent_id", "test.nas"));

    assertThat(waiting()).containsExactly("test.nas");
    home.nas.recover();
    home.hub.advance(Duration.ofHours(5));
    home.hub.until(() -> home.nas.ids().contains(id));
  }

  @Test
  void a_backup_can_be_deleted_which_makes_room() throws Exception {
    deliver("test.nas");
    home.untilTried(1);
    fill();

    home.hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(waiting()).isEmpty();
    assertThat(keptBytes()).isZero();
    assertThat(home.holders(id)).isEmpty();
    free();
    home.hub.advance(Duration.ofMinutes(2));
    home.hub.until(() -> home.temporaryFiles().isEmpty());
  }

  @Test
  void a_new_backup_is_delivered_all_the_same() throws Exception {
    fill();
    String made = home.hub.backup(DeliveryHub.to("test.nas", "test.third"));
    assertThat(third.ids()).containsExactly(made);
    assertThat(waiting()).containsExactly("test.nas");

    home.nas.recover();
    home.hub.advance(Duration.ofHours(5));
    home.hub.until(() -> home.owed().isEmpty() && keptBytes() == 0);
    assertThat(home.nas.ids()).containsExactly(made);
  }
}
