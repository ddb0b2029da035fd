package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All uploads together hold no more parts in memory than there is room for. */
class PartMemoryTest extends EmulatorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int TWO_PIECES = 2 * PartBuffer.PIECE;

  private final PartMemory memory = new PartMemory(TWO_PIECES);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong nanos = new AtomicLong();

  /** How often a watch was asked, by which a thread that waits is known. */
  private final AtomicInteger looks = new AtomicInteger();

  private final UploadWatch watch = watch(Wish.GO_ON);

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private UploadWatch watch(Wish wish) {
    return new UploadWatch(
        new BackupUpload(
            backup(ID, PART),
            () -> {
              throw new IOException("It is not read.");
            },
            bytes -> {},
            () -> {
              looks.incrementAndGet();
              return wish;
            },
            UploadNote.unkept()),
        PATIENCE,
        new Throttle(() -> BandwidthLimit.NONE, Clock.systemUTC(), System::nanoTime, time -> {}),
        nanos::get);
  }

  private java.util.concurrent.Future<PartBuffer> asking(PartMemory.Share share) {
    var asked = threads.submit(() -> share.take(1, watch));
    awaitLooks();
    return asked;
  }

  /** Whoever waits has looked again, more than once. */
  private void awaitLooks() {
    int before = looks.get();
    Patience.await(() -> looks.get() >= before + 3);
  }

  private static PartBuffer got(java.util.concurrent.Future<PartBuffer> asked) throws Exception {
    return asked.get(20, TimeUnit.SECONDS);
  }

  @Test
  void another_upload_waits_until_there_is_room_and_that_is_no_stall() throws Exception {
    try (var first = memory.open(() -> 3);
        var second = memory.open(() -> 3)) {
      PartBuffer one = first.take(1, watch);
      first.take(PartBuffer.PIECE, watch);
      var asked = asking(second);
      nanos.addAndGet(PATIENCE.plusSeconds(1).toNanos());
      awaitLooks();

      assertThat(asked).isNotDone();
      assertThatCode(watch::checkMovement).doesNotThrowAnyException();
      first.giveBack(one);
      assertThat(got(asked)).isNotNull();
    }
  }

  @Test
  void waiting_for_its_own_parts_is_a_stall_when_they_do_not_move() throws Exception {
    try (var share = memory.open(() -> 1)) {
      share.take(1, watch);
      var asked = asking(share);
      nanos.addAndGet(PATIENCE.plusSeconds(1).toNanos());
      awaitLooks();

      assertThatThrownBy(watch::checkMovement).hasMessageContaining("no progress");
      assertThatThrownBy(() -> got(asked)).hasMessageContaining("no progress");
    }
  }

  @Test
  void an_upload_that_holds_no_part_comes_before_one_that_does() throws Exception {
    try (var first = memory.open(() -> 3);
        var second = memory.open(() -> 3)) {
      PartBuffer one = first.take(1, watch);
      PartBuffer two = first.take(1, watch);
      var third = asking(first);
      var other = asking(second);

      first.giveBack(one);

      assertThat(got(other)).isNotNull();
      assertThat(third).isNotDone();
      first.giveBack(two);
      assertThat(got(third)).isNotNull();
    }
  }

  @Test
  void what_an_upload_did_not_give_back_is_there_for_others_and_never_used_again()
      throws Exception {
    var hanging = memory.open(() -> 2);
    PartBuffer lost = hanging.take(TWO_PIECES, watch);
    lost.fill(new ByteArrayInputStream(new byte[10]), 10, Sha1.create(), watch);
    hanging.close();
    try (var share = memory.open(() -> 2)) {
      PartBuffer one = share.take(1, watch);
      hanging.giveBack(lost);
      share.take(1, watch);

      assertThat(one.lacksPieces()).isTrue();
      assertThatThrownBy(() -> hanging.take(1, watch)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void the_pieces_of_a_part_are_used_for_the_next_one() throws Exception {
    try (var share = memory.open(() -> 2)) {
      PartBuffer one = share.take(1, watch);
      one.fill(new ByteArrayInputStream(new byte[10]), 10, Sha1.create(), watch);
      share.giveBack(one);

      assertThat(share.take(1, watch).lacksPieces()).isFalse();
    }
  }

  @Test
  void nobody_waits_for_room_for_an_upload_that_was_cancelled() {
    try (var share = memory.open(() -> 1)) {
      assertThatThrownBy(() -> share.take(1, watch(Wish.PAUSE)))
          .isInstanceOf(UploadCancelledException.class);
    }
  }

  @Test
  void many_locations_store_at_once_with_room_for_one_part() throws Exception {
    var integrationOfOnePart = new BackblazeB2Integration(new PartMemory(PartBuffer.PIECE));
    byte[] archive = bytes(5 * PART);
    List<BackupAgent> agents = new ArrayList<>();
    List<Future<Void>> stored = new ArrayList<>();
    for (int each = 0; each < 4; each++) {
      Values data = input(readAndWriteKey(), BUCKET, "home" + each + "/");
      var entry = entry("01ENTRY" + each, data);
      agents.add(hub.await(() -> integrationOfOnePart.setUp(entry, hub)).backupAgents().get(0));
    }
    for (BackupAgent agent : agents) {
      stored.add(hub.start(() -> agent.uploadBackup(upload(ID, archive))));
      stored.add(hub.start(() -> agent.uploadBackup(upload("bbbb2222", bytes(100)))));
    }

    hub.await(Future.join(stored));

    for (BackupAgent agent : agents) {
      assertThat(download(agent, ID)).isEqualTo(archive);
    }
  }
}
