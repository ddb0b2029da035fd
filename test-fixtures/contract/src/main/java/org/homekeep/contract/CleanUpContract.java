package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Set;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.backup.UploadNotes;
import org.junit.jupiter.api.Test;

/** What every location does when it is told to clean up after uploads. */
abstract class CleanUpContract extends LocationContract {
  private static final UploadNotes NO_NOTES = new UploadNotes(Set.of(), Set.of());

  /** Nobody knows any more who wrote these, or another version of the integration did. */
  private static final Set<String> FOREIGN_NOTES =
      Set.of(
          "x",
          "{}",
          "[1]",
          "null",
          "{\"file_id\": \"../../etc\", \"base\": \"\", \"path\": \"/\"}",
          "\u0000\u2603".repeat(100),
          "y".repeat(UploadNote.LONGEST));

  private void cleanUp(UploadNotes notes) throws Exception {
    hub().await(() -> agent().cleanUp(notes));
  }

  private Set<String> written(UploadNote note) {
    return note.last().map(Set::of).orElse(Set.of());
  }

  @Test
  void cleaning_up_touches_no_backup() throws Exception {
    store("aaaa0001", bytes(SIZE));
    store("aaaa0002", bytes(SIZE + 1));
    hub().advance(Duration.ofDays(400));

    cleanUp(NO_NOTES);
    cleanUp(NO_NOTES);

    assertThat(ids()).containsExactlyInAnyOrder("aaaa0001", "aaaa0002");
    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
    assertThat(download("aaaa0002")).isEqualTo(bytes(SIZE + 1));
  }

  @Test
  void notes_that_are_not_understood_stand_for_nothing() throws Exception {
    store("aaaa0001", bytes(SIZE));

    cleanUp(new UploadNotes(FOREIGN_NOTES, Set.of()));
    cleanUp(new UploadNotes(Set.of(), FOREIGN_NOTES));

    assertThat(ids()).containsExactly("aaaa0001");
    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
  }

  @Test
  void an_upload_that_is_under_way_is_not_cleaned_up() throws Exception {
    UploadNote note = UploadNote.unkept();
    HalfwayStream archive = new HalfwayStream(bytes(SIZE));
    try {
      Future<Void> upload = uploading(backup("aaaa0001", "x", SIZE), () -> archive, note);
      archive.awaitHalf();
      hub().advance(Duration.ofDays(400));

      cleanUp(new UploadNotes(written(note), Set.of()));
      cleanUp(new UploadNotes(written(note), FOREIGN_NOTES));
      archive.goOn();
      hub().await(upload);
    } finally {
      archive.goOn();
    }

    assertThat(ids()).containsExactly("aaaa0001");
    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
  }

  @Test
  void of_an_upload_that_was_given_up_nothing_is_left_and_others_stay() throws Exception {
    store("aaaa0001", bytes(SIZE));
    UploadNote note = UploadNote.unkept();
    InputStream breaking =
        new SequenceInputStream(new ByteArrayInputStream(bytes(SIZE / 2)), new Breaking());
    Throwable failure =
        catchThrowable(
            () -> hub().await(uploading(backup("aaaa0002", "x", SIZE), () -> breaking, note)));
    assertThat(failure).isNotNull();

    cleanUp(new UploadNotes(Set.of(), written(note)));
    cleanUp(new UploadNotes(Set.of(), written(note)));

    assertThat(ids()).containsExactly("aaaa0001");
    store("aaaa0002", bytes(SIZE));
    assertThat(download("aaaa0001")).isEqualTo(bytes(SIZE));
    assertThat(download("aaaa0002")).isEqualTo(bytes(SIZE));
  }

  /** The hub may have died before it heard that the upload was complete. */
  @Test
  void cleaning_up_after_a_complete_upload_leaves_a_backup_or_nothing() throws Exception {
    byte[] archive = bytes(SIZE);
    UploadNote note = UploadNote.unkept();
    hub()
        .await(
            uploading(
                backup("aaaa0001", "x", SIZE), () -> new ByteArrayInputStream(archive), note));

    cleanUp(new UploadNotes(Set.of(), written(note)));

    for (String id : ids()) {
      assertThat(download(id)).isEqualTo(archive);
    }
  }
}
