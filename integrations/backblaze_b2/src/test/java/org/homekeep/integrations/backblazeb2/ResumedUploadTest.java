package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload that broke off goes on where it was, and nothing is left of one that does not. */
class ResumedUploadTest extends EmulatorTest {
  /** Of ten parts; how many B2 had when it stopped answering depends on how slow it was. */
  private static final long MOST_AGAIN = 9;

  private static final byte[] ARCHIVE = bytes(9 * PART + 17);

  private static final Values ONE_AT_A_TIME =
      Values.empty().with("parts_in_flight", new Value.Numeric(BigDecimal.ONE));

  private final UploadNote note = UploadNote.unkept();
  private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.GO_ON);
  private final List<Long> progress = new CopyOnWriteArrayList<>();
  private final List<Long> found = new CopyOnWriteArrayList<>();

  private BackupUpload attempt(byte[] archive) {
    return new BackupUpload(
        backup(ID, archive.length),
        () -> new ByteArrayInputStream(archive),
        new BackupUpload.Progress() {
          @Override
          public void uploaded(long bytes) {
            progress.add(bytes);
          }

          @Override
          public void found(long bytes) {
            found.add(bytes);
          }
        },
        () -> Optional.ofNullable(wish.get()).orElse(Wish.GO_ON),
        note);
  }

  private BackupAgent agent;

  private ConfigEntry oneAtATime() throws Exception {
    return entry("01ENTRY", input(readAndWriteKey(), BUCKET, "ha/"), ONE_AT_A_TIME);
  }

  /** One attempt that B2 stops answering in the middle of. */
  private void breakOff() throws Exception {
    hub.set("upload_timeout", "PT3S");
    agent = agent(oneAtATime());
    fault(FaultRule.of("b2_upload_part", FaultAction.STALL).nth(4).times(50));
    failureOf(hub.start(() -> agent.uploadBackup(attempt(ARCHIVE))));
    noFaults();
    // What comes after need not be quick.
    hub.set("upload_timeout", "PT1M");
    agent = agent(oneAtATime());
    forgetCalls();
  }

  private long partsSent() throws Exception {
    return calls().stream().filter("b2_upload_part"::equals).count();
  }

  @Test
  void what_b2_has_is_not_sent_again() throws Exception {
    breakOff();
    assertThat(unfinished()).hasSize(1);

    store(agent, attempt(ARCHIVE));

    assertThat(partsSent()).isBetween(1L, MOST_AGAIN);
    assertThat(calls()).doesNotContain("b2_start_large_file");
    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
    assertThat(unfinished()).isEmpty();
    assertThat(names()).containsExactly(base(ID) + ".metadata.json", base(ID) + ".tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction_cap_exceeded", "download_cap_exceeded"})
  void a_cap_that_ends_with_the_day_keeps_what_b2_has(String cap) throws Exception {
    agent = agent(oneAtATime());
    fault(FaultRule.error("b2_upload_part", 403, cap).nth(4).times(50));

    assertThat(failureOf(hub.start(() -> agent.uploadBackup(attempt(ARCHIVE)))))
        .hasMessageContaining("wait for the next day");
    assertThat(unfinished()).hasSize(1);
    noFaults();
    forgetCalls();
    store(agent, attempt(ARCHIVE));

    assertThat(partsSent()).isEqualTo(7);
    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
  }

  @Test
  void an_agent_of_another_process_goes_on_as_well() throws Exception {
    breakOff();

    BackupAgent another = agent(oneAtATime());
    store(another, attempt(ARCHIVE));

    assertThat(partsSent()).isBetween(1L, MOST_AGAIN);
    assertThat(download(another, ID)).isEqualTo(ARCHIVE);
  }

  @Test
  void what_was_there_is_told_apart_from_what_is_sent_now() throws Exception {
    breakOff();
    progress.clear();

    store(agent, attempt(ARCHIVE));

    assertThat(found).isSorted();
    assertThat(found.get(found.size() - 1)).isBetween((long) PART, 8L * PART);
    assertThat(progress).endsWith((long) ARCHIVE.length);
  }

  @Test
  void a_part_that_b2_has_otherwise_is_sent_again() throws Exception {
    breakOff();
    byte[] other = ARCHIVE.clone();
    other[PART + 1]++;

    store(agent, attempt(other));

    assertThat(download(agent, ID)).isEqualTo(other);
  }

  @Test
  void an_unfinished_file_that_b2_has_forgotten_is_begun_anew() throws Exception {
    breakOff();
    hub.await(() -> agent.cleanUp(givenUp(note)));

    store(agent, attempt(ARCHIVE));

    assertThat(calls()).contains("b2_start_large_file");
    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_finish_large_file", "b2_upload_file"})
  void whatever_was_done_last_before_the_process_died_is_not_done_twice(String last)
      throws Exception {
    LoadedEntry loaded = setUp(oneAtATime());
    agent = loaded.backupAgents().get(0);
    fault(FaultRule.of(last, FaultAction.RESET).ofTheAnswer().times(50));
    Future<Void> first = hub.start(() -> agent.uploadBackup(attempt(ARCHIVE)));
    Patience.await(() -> calls().contains(last));
    // Whoever dies cleans nothing up.
    hub.await(loaded.unload());
    failureOf(first);
    noFaults();
    forgetCalls();

    agent = agent(oneAtATime());
    store(agent, attempt(ARCHIVE));

    assertThat(partsSent()).isZero();
    assertThat(names()).containsExactly(base(ID) + ".metadata.json", base(ID) + ".tar");
    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
  }

  @Test
  void a_small_archive_whose_answer_was_lost_is_there_once() throws Exception {
    byte[] small = bytes(100);
    LoadedEntry loaded = setUp(oneAtATime());
    agent = loaded.backupAgents().get(0);
    fault(FaultRule.of("b2_upload_file", FaultAction.RESET).ofTheAnswer().times(50));
    Future<Void> first = hub.start(() -> agent.uploadBackup(attempt(small)));
    Patience.await(() -> calls().contains("b2_upload_file"));
    hub.await(loaded.unload());
    failureOf(first);
    noFaults();

    agent = agent(oneAtATime());
    store(agent, attempt(small));

    assertThat(names()).containsExactly(base(ID) + ".metadata.json", base(ID) + ".tar");
    assertThat(download(agent, ID)).isEqualTo(small);
  }

  @Test
  void a_pause_keeps_what_b2_has() throws Exception {
    agent = agent(oneAtATime());
    stopWith(Wish.PAUSE);

    assertThat(unfinished()).hasSize(1);
    wish.set(Wish.GO_ON);
    store(agent, attempt(ARCHIVE));
    assertThat(calls()).doesNotContain("b2_start_large_file");
    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
  }

  @Test
  void giving_up_keeps_nothing() throws Exception {
    agent = agent(oneAtATime());
    stopWith(Wish.GIVE_UP);

    assertThat(unfinished()).isEmpty();
    assertThat(names()).isEmpty();
  }

  private void stopWith(Wish how) throws Exception {
    fault(FaultRule.of("b2_upload_part", FaultAction.STALL).nth(3).times(50));
    Future<Void> upload = hub.start(() -> agent.uploadBackup(attempt(ARCHIVE)));
    Patience.await(() -> partsSent() >= 3);
    wish.set(how);
    failureOf(upload);
    noFaults();
    forgetCalls();
  }

  @Test
  void a_note_that_was_given_up_is_cleaned_up() throws Exception {
    breakOff();

    hub.await(() -> agent.cleanUp(givenUp(note)));
    hub.await(() -> agent.cleanUp(givenUp(note)));

    assertThat(unfinished()).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void an_archive_without_its_sidecar_is_cleaned_up() throws Exception {
    agent = agent(oneAtATime());
    fault(FaultRule.error("b2_upload_file", 503, "service_unavailable").times(50));
    failureOf(hub.start(() -> agent.uploadBackup(attempt(ARCHIVE))));
    noFaults();
    assertThat(names()).containsExactly(base(ID) + ".tar");

    hub.await(() -> agent.cleanUp(givenUp(note)));

    assertThat(names()).isEmpty();
  }

  @Test
  void an_upload_that_was_complete_before_it_was_given_up_stays() throws Exception {
    agent = agent(oneAtATime());
    store(agent, attempt(ARCHIVE));

    hub.await(() -> agent.cleanUp(givenUp(note)));

    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
  }

  @Test
  void what_a_waiting_note_stands_for_stays_for_ever() throws Exception {
    breakOff();
    hub.advance(Duration.ofDays(30));

    hub.await(() -> agent.cleanUp(new UploadNotes(Set.of(note.last().orElseThrow()), Set.of())));

    assertThat(unfinished()).hasSize(1);
  }

  @Test
  void what_no_note_stands_for_is_cancelled_after_a_day() throws Exception {
    breakOff();
    UploadNotes none = new UploadNotes(Set.of(), Set.of());

    hub.await(() -> agent.cleanUp(none));
    assertThat(unfinished()).hasSize(1);

    hub.advance(Duration.ofDays(365 * 30));
    hub.await(() -> agent.cleanUp(none));
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void what_others_have_begun_is_never_touched() throws Exception {
    breakOff();
    BackupAgent neighbour = agent(entry("02OTHER", input(readAndWriteKey(), BUCKET, "ha/")));
    hub.advance(Duration.ofDays(365 * 30));

    hub.await(() -> neighbour.cleanUp(new UploadNotes(Set.of(), Set.of())));

    assertThat(unfinished()).hasSize(1);
  }

  @Test
  void an_entry_that_is_removed_cancels_what_it_has_begun() throws Exception {
    breakOff();
    ConfigEntry removed = oneAtATime();

    hub.await(
        () -> {
          integration.removed(removed, hub);
          return Future.succeededFuture();
        });
    Patience.await(() -> unfinished().isEmpty());

    assertThat(calls()).contains("b2_cancel_large_file");
  }

  @Test
  void what_an_earlier_attempt_was_to_replace_goes_with_the_next() throws Exception {
    agent = agent(oneAtATime());
    store(agent, upload(ID, bytes(10)));
    fault(FaultRule.error("b2_delete_file_version", 409, "conflict").times(100));
    store(agent, attempt(ARCHIVE));
    noFaults();
    assertThat(names()).hasSize(4);

    store(agent, attempt(ARCHIVE));

    assertThat(names()).containsExactly(base(ID) + ".metadata.json", base(ID) + ".tar");
    assertThat(download(agent, ID)).isEqualTo(ARCHIVE);
  }

  @Test
  void a_note_of_another_folder_is_not_used() throws Exception {
    breakOff();
    BackupAgent moved = agent(entry(input(readAndWriteKey(), BUCKET, "elsewhere/")));

    store(moved, attempt(ARCHIVE));

    assertThat(names()).allMatch(name -> name.startsWith("elsewhere/"));
    assertThat(download(moved, ID)).isEqualTo(ARCHIVE);
  }

  private static UploadNotes givenUp(UploadNote note) {
    return new UploadNotes(Set.of(), Set.of(note.last().orElseThrow()));
  }
}
