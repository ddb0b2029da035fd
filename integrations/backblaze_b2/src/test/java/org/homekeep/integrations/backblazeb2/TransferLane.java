package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.contract.TestIntegrationContext;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.b2.StoredObject;

/**
 * One agent with a B2 of its own, to which things happen. It is asked as the backup manager asks:
 * an upload that failed is tried again with its note, and what is given up is handed to the
 * clean-up.
 */
final class TransferLane implements Closeable {
  private static final int MOST_BACKUPS = 12;
  private static final int ATTEMPTS = 3;
  private static final int LARGEST = 12 * EmulatorTest.PART;

  /** What has happened. */
  record Tally(int uploaded, int downloaded, int deleted, int failed, int resumed) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          uploaded + other.uploaded,
          downloaded + other.downloaded,
          deleted + other.deleted,
          failed + other.failed,
          resumed + other.resumed);
    }
  }

  private record Archive(String id, long seed, int size) {
    byte[] bytes() {
      byte[] bytes = new byte[size];
      new Random(seed).nextBytes(bytes);
      return bytes;
    }
  }

  /**
   * What may lie at B2 of one backup.
   *
   * @param must whether one of them has to
   */
  private record Held(Set<Archive> may, boolean must) {
    boolean allows(byte[] bytes) {
      return may.stream().anyMatch(archive -> Arrays.equals(archive.bytes(), bytes));
    }
  }

  private final TestIntegrationContext hub;
  private final B2Emulator b2;
  private final ConfigEntry entry;
  private final Random random;
  private final RandomFaults faults;
  private final Map<String, Held> held = new LinkedHashMap<>();
  private final Set<String> givenUp = new HashSet<>();
  private BackupAgent agent;
  private Tally tally = Tally.NONE;
  private int number;

  private TransferLane(
      TestIntegrationContext hub,
      B2Emulator b2,
      ConfigEntry entry,
      BackupAgent agent,
      Random random) {
    this.hub = hub;
    this.b2 = b2;
    this.entry = entry;
    this.agent = agent;
    this.random = random;
    this.faults = new RandomFaults(random);
  }

  static TransferLane open(Vertx vertx, Path directory, Random random) throws Exception {
    TestIntegrationContext hub = new TestIntegrationContext(vertx);
    B2Emulator b2 =
        hub.await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory)
                    .firstBucket(EmulatorTest.BUCKET)
                    .partSizes(1024, EmulatorTest.PART)));
    hub.set("service_url", b2.url())
        .set("part_size", EmulatorTest.PART)
        .set("upload_timeout", "PT2S");
    ConfigEntry entry =
        EmulatorTest.entry(
            EmulatorTest.input(b2.keyId(), b2.applicationKey(), EmulatorTest.BUCKET, "ha/"));
    return new TransferLane(hub, b2, entry, another(hub, entry), random);
  }

  /** As a process has it that starts now. */
  private static BackupAgent another(TestIntegrationContext hub, ConfigEntry entry)
      throws Exception {
    return hub.await(() -> new BackblazeB2Integration().setUp(entry, hub)).backupAgents().get(0);
  }

  Tally live(int transfers) throws Exception {
    while (tally.uploaded() + tally.downloaded() + tally.deleted() + tally.failed() < transfers) {
      step();
    }
    hub.await(b2.faults().clear());
    finishDeletions();
    reconcile();
    assertAllIsWell();
    return tally;
  }

  private void step() throws Exception {
    int rules = random.nextInt(4);
    for (int i = 0; i < rules; i++) {
      hub.await(b2.faults().add(faults.draw()));
    }
    int dice = random.nextInt(100);
    if (held.isEmpty() || (dice < 50 && held.size() < MOST_BACKUPS)) {
      boolean replaces = !held.isEmpty() && random.nextInt(5) == 0;
      upload(replaces ? any() : "%08x".formatted(++number));
    } else if (dice < 80) {
      download(any());
    } else if (dice < 95) {
      delete(any());
    } else if (dice < 98) {
      hub.await(b2.expireTokens());
    } else {
      hub.await(b2.faults().clear());
      agent = another(hub, entry);
    }
    hub.await(b2.faults().clear());
  }

  private String any() {
    return List.copyOf(held.keySet()).get(random.nextInt(held.size()));
  }

  private void upload(String id) throws Exception {
    int size = random.nextBoolean() ? random.nextInt(2048) : random.nextInt(LARGEST);
    Archive archive = new Archive(id, random.nextLong(), size);
    Held before = held.getOrDefault(id, new Held(Set.of(), false));
    UploadNote note = UploadNote.unkept();
    boolean unwanted = random.nextInt(8) == 0;
    int attempts = unwanted ? 1 + random.nextInt(ATTEMPTS) : ATTEMPTS;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      Wish end = unwanted && attempt == attempts ? Wish.GIVE_UP : Wish.PAUSE;
      boolean interrupted = end == Wish.GIVE_UP || random.nextInt(6) == 0;
      long until = interrupted ? random.nextInt(size + 1) : Long.MAX_VALUE;
      try {
        BackupUpload upload = attempt(archive, note, until, end);
        ask(() -> agent.uploadBackup(upload));
        held.put(id, new Held(Set.of(archive), true));
        tally = tally.plus(new Tally(1, 0, 0, 0, attempt > 1 ? 1 : 0));
        return;
      } catch (BackupAgentException failed) {
        if (random.nextInt(4) == 0) {
          hub.await(b2.faults().clear());
          agent = another(hub, entry);
        }
      }
    }
    Set<Archive> may = new HashSet<>(before.may());
    may.add(archive);
    held.put(id, new Held(may, before.must()));
    note.last().ifPresent(givenUp::add);
    tally = tally.plus(new Tally(0, 0, 0, 1, 0));
  }

  /**
   * An attempt that is interrupted.
   *
   * @param until after so many bytes
   */
  private static BackupUpload attempt(Archive archive, UploadNote note, long until, Wish end) {
    AtomicLong sent = new AtomicLong();
    return new BackupUpload(
        EmulatorTest.backup(archive.id(), archive.size()),
        () -> new ByteArrayInputStream(archive.bytes()),
        sent::set,
        () -> sent.get() < until ? Wish.GO_ON : end,
        note);
  }

  private void download(String id) throws Exception {
    try {
      assertRight(id, read(id));
      tally = tally.plus(new Tally(0, 1, 0, 0, 0));
    } catch (BackupAgentException failed) {
      assertNotDenied(id, failed);
      tally = tally.plus(new Tally(0, 0, 0, 1, 0));
    }
  }

  private byte[] read(String id) throws Exception {
    AtomicReference<byte[]> read = new AtomicReference<>(new byte[0]);
    ask(() -> agent.downloadBackup(id, in -> read.set(in.readAllBytes())));
    return Optional.ofNullable(read.get()).orElseThrow();
  }

  private void assertRight(String id, byte[] bytes) {
    assertThat(held.get(id).allows(bytes)).as("%s is what was sent", id).isTrue();
  }

  /** Trouble is no reason to say that something is not there. */
  private void assertNotDenied(String id, BackupAgentException failed) {
    if (held.get(id).must()) {
      assertThat(failed).isNotInstanceOf(BackupNotFoundException.class);
    }
  }

  private void delete(String id) throws Exception {
    try {
      ask(() -> agent.deleteBackup(id));
      held.remove(id);
      tally = tally.plus(new Tally(0, 0, 1, 0, 0));
    } catch (BackupAgentException failed) {
      assertNotDenied(id, failed);
      held.put(id, new Held(held.get(id).may(), false));
      tally = tally.plus(new Tally(0, 0, 0, 1, 0));
    }
  }

  /** Deletes what a deletion began with, as long as there is any of it. */
  private void finishDeletions() throws Exception {
    for (String id : List.copyOf(held.keySet())) {
      if (!held.get(id).must()) {
        try {
          ask(() -> agent.deleteBackup(id));
        } catch (BackupNotFoundException gone) {
          assertThat(gone).isNotNull();
        }
        held.remove(id);
      }
    }
  }

  private void reconcile() throws Exception {
    ask(() -> agent.cleanUp(new UploadNotes(Set.of(), givenUp)));
    hub.advance(Duration.between(hub.clock().instant(), Instant.now()).plusDays(2));
    ask(() -> agent.cleanUp(new UploadNotes(Set.of(), Set.of())));
  }

  private void assertAllIsWell() throws Exception {
    agent = another(hub, entry);
    List<String> listed = ask(agent::listBackups).stream().map(AgentBackup::backupId).toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(held.keySet());
    for (String id : listed) {
      assertRight(id, read(id));
    }
    assertThat(hub.await(b2.unfinishedLargeFiles(EmulatorTest.BUCKET))).isEmpty();
    List<String> names =
        hub.await(b2.objects(EmulatorTest.BUCKET)).stream().map(StoredObject::name).toList();
    List<String> expected = new ArrayList<>();
    for (String id : listed) {
      expected.add(EmulatorTest.base(id) + ".tar");
      expected.add(EmulatorTest.base(id) + ".metadata.json");
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Waits as long as it takes to give up; whatever fails says so in words for people. */
  private <T> T ask(Supplier<Future<T>> call) throws Exception {
    try {
      return hub.start(call).toCompletionStage().toCompletableFuture().get(5, TimeUnit.MINUTES);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof BackupAgentException known) {
        throw known;
      }
      throw failed;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      hub.await(b2.close());
    } catch (Exception failed) {
      throw new IOException(failed);
    }
  }
}
