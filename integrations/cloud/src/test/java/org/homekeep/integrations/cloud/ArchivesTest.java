package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives and lists that no hub makes, at the location itself (b2-and-cloud.md §B.5). */
class ArchivesTest {
  private static final int SIZE = 300_000;
  private @TempDir Path directory;
  private AgentHome home;

  @BeforeEach
  void start() throws Exception {
    home = AgentHome.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  private static ArchiveSource bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return () -> new ByteArrayInputStream(bytes);
  }

  private String failure(Future<Void> upload) {
    Throwable failure = catchThrowable(() -> home.hub.await(upload));
    assertThat(failure).isInstanceOf(BackupAgentException.class);
    return String.valueOf(failure.getMessage());
  }

  private void store(AgentBackup backup) throws Exception {
    home.hub.await(home.upload(backup, bytes((int) backup.size())));
  }

  @Test
  void an_archive_at_the_limit_is_refused_before_it_is_read() throws Exception { // §G 1, 9, 21
    AtomicBoolean opened = new AtomicBoolean();

    String told =
        failure(
            home.upload(
                AgentHome.backup("aaaa0001", 5_000_000_000L),
                () -> {
                  opened.set(true);
                  return InputStream.nullInputStream();
                }));

    assertThat(told).startsWith("The backup size of 4.66GB is too large");
    assertThat(opened).isFalse();
    assertThat(home.asked("files_list")).isZero();
    assertThat(home.asked("files_upload_details")).isZero();
    assertThat(home.hub.shownIssues().get("backup_too_large"))
        .satisfies(
            issue ->
                assertThat(issue.placeholders())
                    .containsEntry("size", "5 GB")
                    .containsEntry("limit", "5 GB"));
  }

  @Test
  void a_size_is_written_as_home_assistant_writes_it() { // §B.5
    assertThat(FailureText.sentence(new CloudFailure.TooLarge(14_358_124_749L)))
        .startsWith("The backup size of 13.37GB is too large to be uploaded");
    assertThat(Sizes.decimal(14_358_124_749L)).isEqualTo("14.36 GB");
    assertThat(Sizes.decimal(5_000_000_000L)).isEqualTo("5 GB");
    assertThat(Sizes.decimal(999_990_000L)).isEqualTo("999.99 MB");
    assertThat(Sizes.decimal(10_240)).isEqualTo("10.24 kB");
    assertThat(Sizes.decimal(999)).isEqualTo("999 bytes");
  }

  @Test
  void an_archive_that_is_shorter_than_was_said_is_not_sent() throws Exception { // §B.5
    String told = failure(home.upload(AgentHome.backup("aaaa0001", SIZE), bytes(SIZE - 1)));

    assertThat(told).startsWith("Indicated size 300000 does not match actual size 299999.");
    assertThat(home.asked("files_upload_details")).isZero();
    assertThat(home.hub.shownIssues()).containsOnlyKeys("backup_changed");
  }

  @Test
  void an_archive_that_is_longer_than_was_said_is_not_sent() throws Exception { // §B.5
    String told = failure(home.upload(AgentHome.backup("aaaa0001", SIZE), bytes(SIZE + 1)));

    assertThat(told).startsWith("Indicated size 300000 does not match actual size 300001.");
    assertThat(home.asked("files_upload_details")).isZero();
  }

  @Test
  void an_archive_that_shrinks_while_it_is_sent_is_told_once() throws Exception {
    AtomicInteger opened = new AtomicInteger();

    String told =
        failure(
            home.upload(
                AgentHome.backup("aaaa0001", SIZE),
                () -> bytes(opened.incrementAndGet() == 1 ? SIZE : SIZE / 2).open()));

    assertThat(told).startsWith("Indicated size 300000 does not match actual size 150000.");
    assertThat(home.asked("object_put")).isEqualTo(1);
    assertThat(home.stored()).isEmpty();
  }

  @Test
  void an_archive_that_cannot_be_read_is_no_fault_of_the_network() throws Exception {
    AtomicInteger opened = new AtomicInteger();

    Throwable failure =
        catchThrowable(
            () ->
                home.hub.await(
                    home.upload(
                        AgentHome.backup("aaaa0001", SIZE),
                        () -> opened.incrementAndGet() == 1 ? bytes(SIZE).open() : broken())));

    assertThat(failure).hasMessageContaining("the disk is broken");
    assertThat(home.asked("object_put")).isLessThanOrEqualTo(1);
  }

  @Test
  void what_is_not_encrypted_is_not_even_announced() throws Exception { // §G 17, 23
    AgentBackup plain = AgentHome.backup("aaaa0001", SIZE).with(false, SIZE);

    assertThat(failure(home.upload(plain, bytes(SIZE))))
        .startsWith("Cloud backups must be protected");
    assertThat(home.asked("files_upload_details")).isZero();
  }

  @Test
  void a_late_older_backup_does_not_replace_a_newer_one() throws Exception { // §G 4, 10
    store(AgentHome.backup("aaaa0002", "2026-04-07T05:00:00+02:00", SIZE));

    // An hour earlier, though its text sorts behind.
    String told =
        failure(
            home.upload(
                AgentHome.backup("aaaa0001", "2026-04-07T07:00:00+05:00", SIZE), bytes(SIZE)));

    assertThat(told).contains("has a newer one").contains("aaaa0002");
    assertThat(home.listed()).containsExactly("aaaa0002");
    assertThat(home.hub.shownIssues()).isEmpty();
  }

  @Test
  void a_list_that_fails_once_does_not_end_an_upload() throws Exception { // §B.5
    home.fault(FaultRule.error("files_list", 500, "internal").times(1));

    store(AgentHome.backup("aaaa0001", SIZE));

    assertThat(home.listed()).containsExactly("aaaa0001");
  }

  @Test
  void of_two_uploads_at_once_the_newer_stays() throws Exception { // §G 14
    Future<Void> newer =
        home.upload(AgentHome.backup("aaaa0002", "2026-04-07T06:00:00+02:00", SIZE), bytes(SIZE));
    Future<Void> older =
        home.upload(AgentHome.backup("aaaa0001", "2026-04-07T05:00:00+02:00", SIZE), bytes(SIZE));

    home.hub.await(newer);
    assertThat(catchThrowable(() -> home.hub.await(older)))
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(),
            refused -> assertThat(refused).isInstanceOf(BackupAgentException.class));
    assertThat(home.listed()).containsExactly("aaaa0002");
  }

  @Test
  void an_upload_that_waits_for_another_can_be_cancelled() throws Exception {
    HalfOpen archive = new HalfOpen();
    Future<Void> first = home.upload(AgentHome.backup("aaaa0001", SIZE), archive);
    archive.awaitOpened();

    String told =
        failure(home.upload(AgentHome.backup("aaaa0002", SIZE), bytes(SIZE), () -> Wish.GIVE_UP));

    assertThat(told).isEqualTo("The upload was cancelled.");
    archive.goOn();
    home.hub.await(first);
  }

  /** An archive that waits until it may be read. */
  private static final class HalfOpen implements ArchiveSource {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public InputStream open() throws IOException {
      opened.countDown();
      await(goOn);
      return bytes(SIZE).open();
    }

    void awaitOpened() {
      await(opened);
    }

    void goOn() {
      goOn.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new AssertionError(stopped);
      }
    }
  }

  @Test
  void an_upload_is_cancelled_in_the_pause_between_two_attempts() throws Exception {
    home.close();
    home =
        new AgentHome(
            directory.resolve("slow"),
            options -> options,
            Map.of("shortest_pause", "PT1H", "longest_pause", "PT1H"));
    home.fault(FaultRule.error("files_upload_details", 500, "internal").times(9));
    AtomicInteger looks = new AtomicInteger();

    // The pause looks twice a second: by the sixth look it has begun.
    Future<Void> upload =
        home.upload(
            AgentHome.backup("aaaa0001", SIZE),
            bytes(SIZE),
            () -> looks.incrementAndGet() > 5 ? Wish.GIVE_UP : Wish.GO_ON);

    assertThat(failure(upload)).isEqualTo("The upload was cancelled.");
    assertThat(home.asked("files_upload_details")).isEqualTo(1);
    assertThat(home.hub.shownIssues()).isEmpty();
  }

  @Test
  void what_is_strange_in_a_list_hides_no_backup() throws Exception { // §B.5
    store(AgentHome.backup("aaaa0001", SIZE));
    home.hub.await(
        home.cloud.seed(
            new JsonObject()
                .put(
                    "files",
                    new JsonArray()
                        .add(file("no-id.tar", new JsonObject().put("name", "without an id")))
                        .add(file("null.tar", null))
                        .add(file("number.tar", 7))
                        .add(
                            file(
                                "types.tar",
                                new JsonObject()
                                    .put("backup_id", 12)
                                    .put("name", new JsonArray())
                                    .put("size", "large"))))));

    assertThat(home.listed()).containsExactly("aaaa0001");
  }

  private static JsonObject file(String key, @Nullable Object metadata) {
    return new JsonObject().put("key", key).put("content", "x").put("metadata", metadata);
  }

  @Test
  void a_backup_is_deleted_by_its_key_and_the_other_one_stays() throws Exception { // §B.5
    store(AgentHome.backup("aaaa0001", SIZE));
    JsonObject other = home.stored().get(0).metadata().copy().put("backup_id", "bbbb0001");
    home.hub.await(
        home.cloud.seed(
            new JsonObject().put("files", new JsonArray().add(file("other hub.tar", other)))));

    home.hub.await(() -> home.agent.deleteBackup("bbbb0001"));

    assertThat(home.listed()).containsExactly("aaaa0001");
  }

  @Test
  void a_backup_that_is_not_there_is_told_as_such() {
    assertThatThrownBy(() -> home.hub.await(() -> home.agent.deleteBackup("ffffffff")))
        .isInstanceOf(BackupNotFoundException.class);
  }

  @Test
  void a_download_that_breaks_off_goes_on_where_it_was() throws Exception { // §G 13
    store(AgentHome.backup("aaaa0001", SIZE));
    home.fault(FaultRule.of("object_get", FaultAction.TRUNCATE).afterBytes(100_000));

    byte[] whole = bytes(SIZE).open().readAllBytes();
    byte[][] got = new byte[1][];
    home.hub.await(() -> home.agent.downloadBackup("aaaa0001", in -> got[0] = in.readAllBytes()));

    assertThat(got[0]).isEqualTo(whole);
    assertThat(home.asked("object_get")).isEqualTo(2);
  }

  @Test
  void a_damaged_download_is_told() throws Exception {
    store(AgentHome.backup("aaaa0001", SIZE));
    home.fault(FaultRule.of("object_get", FaultAction.CORRUPT).times(9));

    assertThatThrownBy(
            () ->
                home.hub.await(
                    () -> home.agent.downloadBackup("aaaa0001", in -> in.readAllBytes())))
        .hasMessageStartingWith("The backup at Home Assistant Cloud is damaged");
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the disk is broken");
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return read();
      }
    };
  }
}
