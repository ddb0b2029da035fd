package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNotes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent writes down of an unfinished upload is kept for as long as it is of use. */
class UploadNotesTest {
  private static final String NOTE = "{\"parts\": 3}";

  @TempDir private Path directory;
  private DeliveryHub home;
  private final List<Optional<String>> seen = new CopyOnWriteArrayList<>();
  private final List<byte[]> sent = new CopyOnWriteArrayList<>();
  private final List<Optional<String>> announced = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private void look(BackupUpload upload) throws Exception {
    seen.add(upload.note().last());
    announced.add(upload.source().sha1());
    try (InputStream in = upload.source().open()) {
      sent.add(in.readAllBytes());
    }
  }

  private String breakOff() throws Exception {
    return breakOff(DeliveryHub.to("backup.local", "test.nas"));
  }

  /** A backup whose upload to the NAS broke off after the agent had written its note. */
  private String breakOff(JsonObject fields) throws Exception {
    home.nas.onUpload(
        upload -> {
          look(upload);
          upload.note().write(NOTE);
          throw DeliveryHub.asleep();
        });
    String id = home.hub.backup(fields);
    home.untilTried(1);
    home.nas.onUpload(this::look);
    return id;
  }

  private void tryAgain() throws Exception {
    home.hub.advance(Duration.ofMinutes(2));
    home.hub.until(() -> home.owed().isEmpty());
  }

  private boolean wasCleaned(UploadNotes notes) {
    return home.nas.cleanUps().contains(notes);
  }

  private static UploadNotes givenUp() {
    return new UploadNotes(Set.of(), Set.of(NOTE));
  }

  @Test
  void the_next_attempt_sees_the_note() throws Exception {
    breakOff();
    tryAgain();

    assertThat(seen).containsExactly(Optional.empty(), Optional.of(NOTE));
  }

  @Test
  void an_attempt_after_a_restart_sees_the_note() throws Exception {
    breakOff();
    home.hub.close();
    home.open();
    tryAgain();

    assertThat(seen).containsExactly(Optional.empty(), Optional.of(NOTE));
  }

  @Test
  void the_list_of_deliveries_says_that_the_next_attempt_goes_on() throws Exception {
    breakOff();

    assertThat(home.owed().get(0).getBoolean("resumes")).isTrue();
  }

  @Test
  void an_encryption_on_the_way_makes_the_same_bytes_after_a_restart() throws Exception {
    encryptOnTheWay();
    home.hub.close();
    home.open();
    tryAgain();

    assertThat(seen).containsExactly(Optional.empty(), Optional.of(NOTE));
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
  }

  @Test
  void the_checksum_of_what_is_sent_is_known_before() throws Exception {
    breakOff();
    encryptOnTheWay();

    assertThat(sent).hasSizeGreaterThan(1);
    for (int upload = 0; upload < sent.size(); upload++) {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(sent.get(upload));
      assertThat(announced.get(upload)).contains(HexFormat.of().formatHex(digest));
    }
  }

  /** As {@link #breakOff()}, with a plain archive here that is encrypted for the NAS. */
  private void encryptOnTheWay() throws Exception {
    protect(new JsonObject().put("backup.local", plain(true)).put("test.nas", plain(false)));
    breakOff(
        DeliveryHub.to("backup.local", "test.nas")
            .put("password", "A1B2-C3D4-E5F6-G7H8-J9K0-L1M2-N3P4"));
  }

  private void protect(JsonObject agents) throws Exception {
    home.hub.call("backup/config/update", new JsonObject().put("agents", agents));
  }

  private static JsonObject plain(boolean is) {
    return new JsonObject().put("protected", !is);
  }

  @Test
  void other_bytes_begin_anew_and_the_old_ones_are_cleaned_up() throws Exception {
    encryptOnTheWay();
    protect(new JsonObject().put("test.nas", plain(true)));
    tryAgain();

    assertThat(seen).containsExactly(Optional.empty(), Optional.empty());
    assertThat(sent.get(1)).isNotEqualTo(sent.get(0));
    home.hub.until(() -> wasCleaned(givenUp()));
  }

  @Test
  void a_cancelled_delivery_is_cleaned_up() throws Exception {
    String id = breakOff();

    home.hub.call(
        "homekeep/backup/deliveries/cancel", DeliveryHub.of(id).put("agent_id", "test.nas"));

    home.hub.until(() -> wasCleaned(givenUp()));
  }

  @Test
  void nobody_waits_for_ever_for_an_upload_that_never_ends_to_clean_up_after_it() throws Exception {
    home.nas.onUpload(upload -> upload.note().write(NOTE));
    Promise<Void> never = home.nas.holdStoring();
    String id = home.begin("backup.local", "test.nas");
    home.hub.until(() -> home.nas.received() == 1);
    home.hub.call(
        "homekeep/backup/deliveries/cancel", DeliveryHub.of(id).put("agent_id", "test.nas"));
    home.turns();
    assertThat(wasCleaned(givenUp())).isFalse();

    home.hub.advance(Duration.ofDays(1));

    home.hub.until(() -> wasCleaned(givenUp()));
    never.complete();
  }

  @Test
  void a_deleted_backup_is_cleaned_up() throws Exception {
    String id = breakOff();

    home.hub.call("backup/delete", DeliveryHub.of(id));

    home.hub.until(() -> wasCleaned(givenUp()));
  }

  @Test
  void what_could_not_be_cleaned_up_is_tried_again_after_a_restart() throws Exception {
    String id = breakOff();
    home.nas.failCleanUpsWith(DeliveryHub.asleep());
    home.hub.call("backup/delete", DeliveryHub.of(id));
    home.hub.until(() -> wasCleaned(givenUp()));
    home.hub.close();
    int before = home.nas.cleanUps().size();
    home.nas.cleanUpAgain();
    home.open();

    home.hub.until(() -> home.nas.cleanUps().size() > before);
    assertThat(home.nas.cleanUps().get(before)).isEqualTo(givenUp());
  }

  @Test
  void what_was_cleaned_up_is_not_asked_for_again() throws Exception {
    String id = breakOff();
    home.hub.call("backup/delete", DeliveryHub.of(id));
    home.hub.until(() -> wasCleaned(givenUp()));
    int before = home.nas.cleanUps().size();

    Path journal = home.hub.directories().storage().resolve("homekeep.deliveries");
    home.hub.until(() -> !Files.readString(journal).contains("parts"));

    // When the next day was planned nobody outside can see.
    home.hub.until(
        () -> {
          home.hub.advance(Duration.ofDays(1));
          return home.nas.cleanUps().size() > before;
        });
    assertThat(home.nas.cleanUps().get(before)).isEqualTo(new UploadNotes(Set.of(), Set.of()));
  }

  @Test
  void a_location_that_comes_back_hears_what_still_waits() throws Exception {
    breakOff();
    home.hub.close();
    int before = home.nas.cleanUps().size();
    home.nas.failUploadsWith(DeliveryHub.asleep());
    home.open();

    home.hub.until(() -> home.nas.cleanUps().size() > before);
    assertThat(home.nas.cleanUps().get(before)).isEqualTo(new UploadNotes(Set.of(NOTE), Set.of()));
  }

  @Test
  void a_copy_that_arrived_leaves_nothing_to_clean_up() throws Exception {
    home.nas.onUpload(upload -> upload.note().write(NOTE));
    home.hub.backup(DeliveryHub.to("test.nas"));
    home.hub.advance(Duration.ofDays(2));
    home.turns();

    assertThat(home.nas.cleanUps()).allMatch(notes -> notes.givenUp().isEmpty());
  }

  @Test
  void a_hub_that_stops_wants_the_upload_to_pause() throws Exception {
    List<BackupUpload> uploads = runningUpload();
    home.hub.close();

    assertThat(uploads.get(0).cancellation().wish()).isEqualTo(Wish.PAUSE);
    home.open();
  }

  @Test
  void a_person_who_cancels_wants_nothing_to_stay() throws Exception {
    List<BackupUpload> uploads = runningUpload();
    home.hub.call(
        "homekeep/backup/deliveries/cancel",
        DeliveryHub.of(uploads.get(0).backup().backupId()).put("agent_id", "test.nas"));

    assertThat(uploads.get(0).cancellation().wish()).isEqualTo(Wish.GIVE_UP);
  }

  private List<BackupUpload> runningUpload() throws Exception {
    List<BackupUpload> uploads = new CopyOnWriteArrayList<>();
    home.nas.onUpload(
        upload -> {
          uploads.add(upload);
          while (!upload.cancellation().isCancelled()) {
            Thread.onSpinWait();
          }
          throw DeliveryHub.asleep();
        });
    home.begin("backup.local", "test.nas");
    home.hub.until(() -> !uploads.isEmpty());
    return uploads;
  }
}
