package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.checks.LoggedLines;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of an upload that fails, and what is left of it (b2-and-cloud.md §A.7). */
class FailedUploadTest extends EmulatorTest {
  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void the_first_failure_is_told_although_the_clean_up_fails_as_well(int size) throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error("b2_upload_file", 403, "storage_cap_exceeded").nth(size > PART ? 1 : 2));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(50));
    try (LoggedLines logs = LoggedLines.of(ArchiveUpload.class)) {

      Throwable failure = failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(size)))));

      assertThat(failure)
          .isInstanceOf(BackupAgentException.class)
          .hasMessageStartingWith("Failed during upload: ")
          .hasMessageContaining("storage_cap_exceeded");
      assertThat(String.join("\n", logs.lines()))
          .contains("Attempting to delete partially uploaded backup file")
          .contains("Failed to clean up after an upload; it is tried again later");
    }
    assertThat(names()).containsExactly(base(ID) + ".tar");
    assertThat(listedIds(agent)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void a_source_with_a_fault_ends_its_upload_and_leaves_nothing(int size) throws Exception {
    BackupAgent agent = agent();

    Throwable failure =
        failureOf(
            hub.start(
                () ->
                    agent.uploadBackup(
                        upload(
                            backup(ID, size),
                            () -> {
                              throw new IllegalStateException("a fault of the source");
                            }))));

    assertThat(failure.toString() + failure.getCause()).contains("a fault of the source");
    assertThat(names()).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void bytes_that_b2_takes_for_others_are_sent_again_with_another_address() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_upload_part", FaultAction.CORRUPT).times(2));
    forgetCalls();

    store(agent, upload(ID, bytes(3 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(3 * PART));
    assertThat(calls().stream().filter("b2_get_upload_part_url"::equals).count())
        .isGreaterThanOrEqualTo(3);
  }

  /** The heap may be full for the thread that reads and for one that sends. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void memory_that_is_full_is_not_told_as_a_failure_of_b2(boolean reading) throws Exception {
    BackupAgent agent = agent();
    byte[] archive = bytes(40 * PART);
    BackupUpload upload =
        new BackupUpload(
            backup(ID, archive.length),
            () -> {
              if (reading) {
                throw new OutOfMemoryError("Java heap space");
              }
              return new ByteArrayInputStream(archive);
            },
            bytes -> {
              if (bytes > 0 && bytes < archive.length) {
                throw new OutOfMemoryError("Java heap space");
              }
            },
            () -> Wish.GO_ON,
            UploadNote.unkept());

    Throwable failure = failureOf(hub.start(() -> agent.uploadBackup(upload)));

    assertThat(failure)
        .hasMessageContaining("Homekeep itself failed, not Backblaze B2: its memory was full")
        .hasMessageContaining("-Xmx");
  }

  /** Threads that are interrupted fail without a word, and nothing is wrong with the archive. */
  @Test
  void an_upload_that_ends_with_its_entry_is_told_so_and_can_go_on() throws Exception {
    String own = "0badf00d";
    LoadedEntry loaded = setUp(entry());
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    InputStream hanging =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            reading.countDown();
            try {
              never.await();
            } catch (InterruptedException interrupted) {
              throw new InterruptedIOException();
            }
            return -1;
          }
        };
    try (LoggedLines logs = LoggedLines.of(ArchiveUpload.class)) {
      Future<Void> upload =
          hub.start(
              () ->
                  loaded
                      .backupAgents()
                      .get(0)
                      .uploadBackup(upload(backup(own, 5 * PART), () -> hanging)));
      reading.await();
      hub.await(loaded::unload);

      assertThat(failureOf(upload)).hasMessageContaining("unloaded meanwhile");
      assertThat(logs.lines())
          .filteredOn(line -> line.contains(own))
          .noneMatch(line -> line.contains("partially uploaded"));
    }
  }

  @Test
  void a_failure_without_words_is_told_by_its_kind() {
    assertThat(FailureText.reason(new InterruptedIOException()))
        .isEqualTo("java.io.InterruptedIOException");
  }

  /** While parts are sent, or when all are there and are to be put together. */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 0", "5, 2", "5, 0"})
  void an_upload_that_was_cancelled_at_b2_is_told_with_the_rule_that_may_do_so(
      int readParts, int days) throws Exception {
    if (days > 0) {
      hub.await(b2.setLifecycleRules(BUCKET, cancellingAfter(days)));
    }
    ConfigEntry entry = entry();
    BackupAgent agent = agent(entry);
    byte[] archive = bytes(5 * PART);
    AtomicInteger read = new AtomicInteger();
    InputStream source =
        new FilterInputStream(new ByteArrayInputStream(archive)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, Math.min(length, PART));
            if (read.addAndGet(Math.max(0, count)) == readParts * PART && count > 0) {
              cancelUnfinished(entry);
            }
            return count;
          }
        };

    Throwable failure =
        failureOf(
            hub.start(() -> agent.uploadBackup(upload(backup(ID, archive.length), () -> source))));

    assertThat(failure)
        .hasMessageContaining("upload was cancelled at Backblaze B2")
        .hasMessageContaining(days > 0 ? "more days" : "by hand");
    store(agent, upload(ID, archive));
    assertThat(download(agent, ID)).isEqualTo(archive);
  }

  private static JsonArray cancellingAfter(int days) {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("fileNamePrefix", "ha/")
                .put("daysFromStartingToCancelingUnfinishedLargeFiles", days));
  }

  private void cancelUnfinished(ConfigEntry entry) throws IOException {
    Settings settings = Settings.of(hub);
    BucketConfig config = BucketConfig.of(entry.data());
    Access access = new AccessCheck(settings, config).run();
    try (Session session =
        new Session(settings, config, EntryOptions.DEFAULT, access, hub.clock())) {
      Bucket bucket = new Bucket(session);
      for (ObjectRef each : bucket.unfinished()) {
        bucket.cancel(each.fileId());
      }
    }
  }
}
