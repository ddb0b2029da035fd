package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest extends EmulatorTest {
  private static final String TAR = base(ID) + ".tar";
  private static final String SIDECAR = base(ID) + ".metadata.json";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 10 * PART + 17})
  void what_was_uploaded_is_downloaded(int size) throws Exception {
    BackupAgent agent = agent();

    store(agent, upload(ID, bytes(size)));

    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(unfinished()).isEmpty();
    assertThat(download(agent, ID)).isEqualTo(bytes(size));
  }

  @Test
  void a_description_that_no_list_would_read_is_refused_before_anything_is_stored()
      throws Exception {
    AgentBackup plain = backup(ID, 10);
    Map<String, Object> extra = new HashMap<>();
    IntStream.range(0, 300).forEach(i -> extra.put("text " + i, "x".repeat(4000)));
    AgentBackup wordy =
        new AgentBackup(
            plain.backupId(),
            plain.name(),
            plain.date(),
            plain.addons(),
            plain.folders(),
            plain.databaseIncluded(),
            plain.homeassistantIncluded(),
            plain.homeassistantVersion(),
            extra,
            plain.isProtected(),
            plain.size());
    BackupAgent agent = agent();

    Throwable failure =
        failureOf(
            hub.start(
                () ->
                    agent.uploadBackup(upload(wordy, () -> new ByteArrayInputStream(bytes(10))))));

    assertThat(failure)
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("its description has 1,2")
        .hasMessageContaining("Keep it in another location");
    assertThat(names()).isEmpty();
  }

  @Test
  void the_source_is_read_once() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    byte[] archive = bytes(10 * PART);
    fault(FaultRule.error("b2_upload_part", 503, "service_unavailable").nth(3));

    store(
        agent(),
        upload(
            backup(ID, archive.length),
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(archive);
            }));

    assertThat(opened).hasValue(1);
  }

  @Test
  void progress_ends_with_the_size() throws Exception {
    List<Long> progress = new CopyOnWriteArrayList<>();
    byte[] archive = bytes(40 * PART);

    store(
        agent(),
        new BackupUpload(
            backup(ID, archive.length),
            () -> new ByteArrayInputStream(archive),
            progress::add,
            () -> Wish.GO_ON,
            UploadNote.unkept()));

    assertThat(progress).hasSizeGreaterThan(2).endsWith((long) archive.length);
  }

  @ParameterizedTest
  @CsvSource({
    "b2_upload_part, 503, service_unavailable",
    "b2_upload_part, 500, internal_error",
    "b2_upload_part, 408, request_timeout",
    "b2_upload_part, 429, too_many_requests",
    "b2_upload_part, 401, expired_auth_token",
    "b2_get_upload_part_url, 503, service_unavailable",
    "b2_get_upload_part_url, 401, expired_auth_token",
    "b2_start_large_file, 401, expired_auth_token",
    "b2_start_large_file, 503, service_unavailable",
    "b2_finish_large_file, 503, service_unavailable",
    "b2_finish_large_file, 401, bad_auth_token",
    "b2_upload_file, 503, service_unavailable",
    "b2_get_upload_url, 401, expired_auth_token"
  })
  void one_failure_does_not_end_an_upload(String call, int status, String code) throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error(call, status, code));

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
    assertThat(hub.reauths()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "b2_upload_part, RESET",
    "b2_upload_part, CORRUPT",
    "b2_upload_file, RESET",
    "b2_start_large_file, RESET",
    "b2_finish_large_file, RESET"
  })
  void one_broken_connection_does_not_end_an_upload(String call, FaultAction action)
      throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of(call, action).nth(call.equals("b2_upload_part") ? 2 : 1).afterBytes(0));

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(unfinished()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "b2_upload_part, RESET",
    "b2_upload_part, ERROR",
    "b2_upload_file, RESET",
    "b2_upload_file, ERROR",
    "b2_start_large_file, RESET",
    "b2_start_large_file, ERROR",
    "b2_finish_large_file, RESET",
    "b2_finish_large_file, ERROR"
  })
  void one_lost_answer_does_not_end_an_upload_and_leaves_nothing_twice(
      String call, FaultAction action) throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.of(call, action).ofTheAnswer());

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void tokens_that_run_out_in_the_middle_are_replaced() throws Exception {
    BackupAgent agent = agent();
    byte[] archive = bytes(12 * PART);
    InputStream expiring =
        new ByteArrayInputStream(archive) {
          @Override
          public synchronized int read(byte[] target, int offset, int count) {
            if (available() < archive.length / 2 && available() > archive.length / 2 - PART) {
              b2.expireTokens();
            }
            return super.read(target, offset, count);
          }
        };

    store(agent, upload(backup(ID, archive.length), () -> expiring));

    assertThat(download(agent, ID)).isEqualTo(archive);
  }

  @Test
  void an_upload_that_is_refused_for_good_leaves_nothing() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error("b2_upload_part", 403, "storage_cap_exceeded").nth(3).times(50));

    assertThat(failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(9 * PART))))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("cap");
    assertThat(names()).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void a_stalled_upload_ends_after_the_timeout_and_can_go_on() throws Exception {
    hub.set("upload_timeout", "PT4S");
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_upload_part", FaultAction.STALL).nth(2).times(50));

    assertThat(failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(9 * PART))))))
        .isInstanceOf(BackupAgentException.class);
    noFaults();
    assertThat(names()).isEmpty();
    assertThat(unfinished()).hasSize(1);
  }

  @Test
  void a_source_that_hangs_ends_the_upload_after_the_timeout() throws Exception {
    hub.set("upload_timeout", "PT4S");
    BackupAgent agent = agent();
    HangingStream source = new HangingStream(2 * PART);

    assertThat(
            failureOf(
                hub.start(() -> agent.uploadBackup(upload(backup(ID, 9 * PART), () -> source)))))
        .hasMessageContaining("no progress");
    assertThat(names()).isEmpty();
    assertThat(unfinished()).hasSize(1);
  }

  @Test
  void one_stalled_part_is_sent_again() throws Exception {
    hub.set("upload_timeout", "PT6S");
    BackupAgent agent = agent();
    fault(FaultRule.of("b2_upload_part", FaultAction.STALL).nth(2));

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_upload_part", "b2_upload_file", "b2_finish_large_file"})
  void a_cancelled_upload_leaves_nothing(String during) throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    BackupAgent agent = agent();
    byte[] archive = bytes(9 * PART);
    fault(FaultRule.of(during, FaultAction.STALL).times(50));
    forgetCalls();

    Future<Void> upload =
        hub.start(
            () ->
                agent.uploadBackup(
                    new BackupUpload(
                        backup(ID, archive.length),
                        () -> new ByteArrayInputStream(archive),
                        bytes -> {},
                        () -> cancelled.get() ? Wish.GIVE_UP : Wish.GO_ON,
                        UploadNote.unkept())));
    Patience.await(() -> calls().contains(during) || upload.isComplete());
    cancelled.set(true);

    assertThat(failureOf(upload)).hasMessageContaining("cancelled");
    noFaults();
    assertThat(names()).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void an_archive_whose_sidecar_cannot_be_stored_is_removed() throws Exception {
    BackupAgent agent = agent();
    fault(FaultRule.error("b2_upload_file", 403, "storage_cap_exceeded").times(50));

    assertThat(failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(3 * PART))))))
        .hasMessageContaining("cap");
    assertThat(names()).isEmpty();
  }

  @Test
  void an_archive_shorter_than_announced_is_not_stored() throws Exception {
    assertNotStored(5 * PART, 5 * PART - 1);
    assertNotStored(100, 99);
  }

  @Test
  void an_archive_longer_than_announced_is_not_stored() throws Exception {
    assertNotStored(5 * PART, 5 * PART + 1);
    assertNotStored(100, 101);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void an_archive_that_has_another_checksum_than_announced_is_not_stored(int size)
      throws Exception {
    BackupAgent agent = agent();
    String other = sha1(bytes(size + 1));

    Throwable failure =
        failureOf(
            hub.start(
                () -> agent.uploadBackup(upload(backup(ID, size), announced(other, bytes(size))))));

    assertThat(failure).hasMessageContaining("changed while it was read");
    assertThat(names()).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  private void assertNotStored(int announced, int actual) throws Exception {
    BackupAgent agent = agent();

    failureOf(
        hub.start(
            () ->
                agent.uploadBackup(
                    upload(backup(ID, announced), () -> new ByteArrayInputStream(bytes(actual))))));

    assertThat(names()).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void a_key_that_was_deleted_asks_for_another() throws Exception {
    ApplicationKey key = readAndWriteKey();
    BackupAgent agent = agent(entry(input(key, BUCKET, "ha/")));
    hub.await(b2.deleteKey(key.keyId()));

    assertThat(failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(100))))))
        .isInstanceOf(BackupAgentException.class);
    assertThat(hub.reauths()).isNotEmpty().containsOnly("01ENTRY");
  }

  @Test
  void a_key_that_is_restricted_to_the_prefix_can_do_everything() throws Exception {
    BackupAgent agent =
        agent(entry(input(key(READ_AND_WRITE, List.of(BUCKET), "ha/"), BUCKET, "ha")));

    store(agent, upload(ID, bytes(3 * PART)));

    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(download(agent, ID)).isEqualTo(bytes(3 * PART));
    hub.await(() -> agent.deleteBackup(ID));
    assertThat(names()).isEmpty();
  }

  @Test
  void a_key_for_several_buckets_can_do_everything() throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    BackupAgent agent =
        agent(entry(input(key(READ_AND_WRITE, List.of(BUCKET, "other-bucket"), ""), BUCKET, "ha")));

    store(agent, upload(ID, bytes(3 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(3 * PART));
  }

  @Test
  void another_backup_of_the_same_name_and_time_is_kept_beside() throws Exception {
    BackupAgent agent = agent();
    AgentBackup first = backup(ID, 10);
    AgentBackup second = sameNameAs(first, "bbbb2222", 20);

    store(agent, upload(first, () -> new ByteArrayInputStream(bytes(10))));
    store(agent, upload(second, () -> new ByteArrayInputStream(bytes(20))));

    assertThat(listedIds(agent)).containsExactlyInAnyOrder(ID, "bbbb2222");
    assertThat(download(agent, ID)).isEqualTo(bytes(10));
    assertThat(download(agent, "bbbb2222")).isEqualTo(bytes(20));
  }

  @Test
  void the_same_backup_replaces_its_older_copy() throws Exception {
    BackupAgent agent = agent();

    store(agent, upload(ID, bytes(10)));
    store(agent, upload(ID, bytes(20)));

    assertThat(names()).containsExactly(SIDECAR, TAR);
    assertThat(download(agent, ID)).isEqualTo(bytes(20));
  }

  @ParameterizedTest
  @CsvSource({"409, conflict, 20", "400, bad_request, 327680", "401, unauthorized, 20"})
  void a_copy_that_is_stored_is_no_failure_because_its_older_one_cannot_be_removed(
      int status, String code, int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(10)));
    fault(FaultRule.error("b2_delete_file_version", status, code).times(100));

    store(agent, upload(ID, bytes(size)));

    noFaults();
    assertThat(listedIds(agent)).containsExactly(ID);
    assertThat(download(agent, ID)).isEqualTo(bytes(size));
  }

  private static AgentBackup sameNameAs(AgentBackup other, String id, long size) {
    return new AgentBackup(
        id,
        other.name(),
        other.date(),
        other.addons(),
        other.folders(),
        other.databaseIncluded(),
        other.homeassistantIncluded(),
        other.homeassistantVersion(),
        other.extraMetadata(),
        other.isProtected(),
        size);
  }

  /** Gives some bytes and then nothing, until it is closed. */
  private static final class HangingStream extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);
    private int left;

    HangingStream(int bytes) {
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left > 0) {
        left--;
        return 7;
      }
      try {
        closed.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("closed");
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      target[offset] = (byte) read();
      return 1;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
