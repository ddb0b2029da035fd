package org.homekeep.core.backup.simulation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupList;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.runtime.Timers;

/** A location that outlives the hub and has faults. */
final class Location implements BackupAgent {
  private final String uniqueId;
  private final Optional<StoredBytes.Algorithm> sums;
  private final Random random;
  private final Supplier<Timers> timers;
  private final DeletionWatch watch;

  /** Backup → which of its uploads was the last, of any hub here. */
  private final Map<String, Integer> uploads = new HashMap<>();

  private final Map<String, Stored> stored = new LinkedHashMap<>();
  private Fault fault = Fault.NONE;
  private List<AgentBackup> listedBefore = List.of();

  /**
   * What is stored.
   *
   * @param intact whether these are the bytes that were sent
   */
  record Stored(AgentBackup backup, Content content, boolean intact) {
    byte[] bytes() {
      return content.bytes();
    }
  }

  /**
   * An empty location.
   *
   * @param sums the checksum that it tells; without one, copies are read back
   * @param timers of the hub that lives now
   * @param watch hears what a hub deletes
   */
  Location(
      String uniqueId,
      Optional<StoredBytes.Algorithm> sums,
      Random random,
      Supplier<Timers> timers,
      DeletionWatch watch) {
    this.uniqueId = uniqueId;
    this.sums = sums;
    this.random = random;
    this.timers = timers;
    this.watch = watch;
  }

  /** Hears what a hub deletes. */
  @FunctionalInterface
  interface DeletionWatch {
    /** When that is asked for; the answer hears of it before it happens. */
    Consumer<AgentBackup> asked(Location location, String backupId);
  }

  Fault fault() {
    return fault;
  }

  void suffer(Fault changed) {
    fault = changed;
    listedBefore = stored.values().stream().map(Stored::backup).toList();
  }

  Optional<Stored> find(String backupId) {
    return Optional.ofNullable(stored.get(backupId));
  }

  List<Stored> all() {
    return List.copyOf(stored.values());
  }

  void put(AgentBackup backup, Content content) {
    stored.put(backup.backupId(), new Stored(backup, content, true));
  }

  /** Loses a copy by its own fault. */
  void forget(String backupId) {
    stored.remove(backupId);
  }

  @Override
  public String domain() {
    return "test";
  }

  @Override
  public String uniqueId() {
    return uniqueId;
  }

  @Override
  public String name() {
    return uniqueId;
  }

  private <T> Future<T> answer(Callable<T> work) {
    Promise<T> answer = Promise.promise();
    if (fault == Fault.HANGS) {
      return answer.future();
    }
    Duration delay =
        fault == Fault.SLOW
            ? Duration.ofMinutes(3 + random.nextInt(90))
            : Duration.ofMillis(random.nextInt(3_000));
    timers.get().after(delay, () -> complete(answer, work));
    return answer.future();
  }

  private <T> void complete(Promise<T> answer, Callable<T> work) {
    if (fault == Fault.OUT || fault == Fault.AWAY) {
      answer.fail(new BackupAgentException("The location is out."));
      return;
    }
    try {
      answer.complete(work.call());
    } catch (Exception failed) {
      answer.fail(failed);
    }
  }

  private void requireNot(Fault refused) throws BackupAgentException {
    if (fault == refused) {
      throw new BackupAgentException("The location does not want to: " + refused);
    }
  }

  private AgentBackup told(AgentBackup backup) {
    return fault == Fault.MISJUDGES ? backup.withSize(backup.size() + 512) : backup;
  }

  private Stored held(String backupId) throws BackupNotFoundException {
    return find(backupId).orElseThrow(() -> new BackupNotFoundException(backupId));
  }

  @Override
  public Future<BackupList> list() {
    return listBackups()
        .map(
            all ->
                fault == Fault.PARTIAL
                    ? BackupList.partial(
                        all.stream().filter(each -> random.nextBoolean()).toList(),
                        "Not every description could be read.")
                    : BackupList.whole(all));
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return answer(
        () -> {
          requireNot(Fault.BLIND);
          List<AgentBackup> now = new ArrayList<>();
          stored.values().forEach(each -> now.add(told(each.backup())));
          return fault == Fault.STALE ? listedBefore : now;
        });
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return answer(() -> told(held(backupId).backup()));
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return answer(
        () -> {
          requireNot(Fault.REFUSES);
          byte[] bytes;
          try (InputStream in = upload.source().open()) {
            bytes = in.readAllBytes();
          }
          if (bytes.length != upload.backup().size()) {
            throw new IOException("announced another size");
          }
          upload.progress().uploaded(bytes.length);
          store(upload.backup(), bytes);
          return nothing();
        });
  }

  /** How often a hub has stored a backup. */
  int uploads(String backupId) {
    return uploads.getOrDefault(backupId, 0);
  }

  private void store(AgentBackup backup, byte[] bytes) throws IOException {
    uploads.merge(backup.backupId(), 1, Integer::sum);
    byte[] part = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    switch (fault) {
      case BREAKS -> {
        if (random.nextBoolean()) {
          stored.put(backup.backupId(), new Stored(backup, Content.of(part), false));
        }
        throw new IOException("connection reset");
      }
      case LOSES -> {}
      case CUTS ->
          stored.put(
              backup.backupId(),
              new Stored(
                  random.nextBoolean() ? backup : backup.withSize(part.length),
                  Content.of(part),
                  false));
      case ROTS -> {
        byte[] rotten = bytes.clone();
        rotten[random.nextInt(rotten.length)] ^= 1;
        stored.put(backup.backupId(), new Stored(backup, Content.of(rotten), false));
      }
      default -> stored.put(backup.backupId(), new Stored(backup, Content.of(bytes), true));
    }
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return answer(
        () -> {
          requireNot(Fault.UNREADABLE);
          sink.accept(held(backupId).content().open());
          return nothing();
        });
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    Consumer<AgentBackup> watched = watch.asked(this, backupId);
    return answer(
        () -> {
          Stored going = held(backupId);
          requireNot(Fault.STUBBORN);
          watched.accept(going.backup());
          stored.remove(backupId);
          return nothing();
        });
  }

  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return answer(
        () -> {
          byte[] bytes = held(backupId).bytes();
          return sums.map(algorithm -> new StoredBytes(bytes.length, algorithm, sum(bytes)));
        });
  }

  private String sum(byte[] bytes) {
    String name = sums.orElseThrow() == StoredBytes.Algorithm.SHA_1 ? "SHA-1" : "SHA-256";
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @SuppressWarnings("NullAway")
  private static Void nothing() {
    return null;
  }
}
