package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of all users; touched on its context only.
 *
 * <p>What is new is on disk before it can be seen, and in the place of the old one at once.
 */
final class StoredFiles {
  private static final Logger LOG = LoggerFactory.getLogger(StoredFiles.class);
  private static final Duration CACHED = Duration.ofSeconds(60);

  private final CloudDisk disk;
  private final Worker worker;
  private final EmulatorClock clock;
  private final Map<String, TreeMap<String, StoredFile>> files = new HashMap<>();
  private final Map<String, CachedList> lists = new HashMap<>();

  private StoredFiles(CloudDisk disk, Worker worker, EmulatorClock clock) {
    this.disk = disk;
    this.worker = worker;
    this.clock = clock;
  }

  /** Reads what is on disk and removes what a crash left over. Blocks. */
  static StoredFiles load(CloudDisk disk, Worker worker, EmulatorClock clock) throws IOException {
    StoredFiles store = new StoredFiles(disk, worker, clock);
    Set<String> segments = new HashSet<>();
    for (JsonObject json : disk.files()) {
      StoredFile file = StoredFile.fromJson(json);
      if (disk.isWhole(file.segment())) {
        store.of(file.userId()).put(file.key(), file);
        segments.add(file.segment().name());
      } else {
        LOG.atWarn().addKeyValue("file", file.key()).log("Left out a file without its bytes");
        disk.deleteFile(file.userId(), file.key());
      }
    }
    disk.sweep(segments);
    return store;
  }

  Optional<StoredFile> file(String userId, String key) {
    return Optional.ofNullable(of(userId).get(key));
  }

  /** The files of a user, by name. */
  List<StoredFile> files(String userId) {
    return List.copyOf(of(userId).values());
  }

  /**
   * The files of a user as the API lists them: for {@link #CACHED} as it listed them before, since
   * it does not hear of uploads.
   */
  JsonArray list(String userId, boolean clearCache) {
    CachedList cached = lists.get(userId);
    if (cached != null && !clearCache && clock.now().isBefore(cached.until())) {
      return cached.entries();
    }
    JsonArray entries = new JsonArray();
    files(userId).forEach(file -> entries.add(file.toEntry()));
    lists.put(userId, new CachedList(entries, clock.now().plus(CACHED)));
    return entries;
  }

  /** Stores a file, in the place of one of the same name. */
  Future<Void> put(StoredFile file) {
    return worker
        .change(() -> disk.write(disk.file(file.userId(), file.key()), file.toJson()))
        .compose(
            ignored -> {
              StoredFile replaced = of(file.userId()).put(file.key(), file);
              return replaced == null
                  ? Future.succeededFuture()
                  : worker.change(() -> disk.deleteData(List.of(replaced.segment())));
            });
  }

  /** Makes a file go; the list is told anew. */
  Future<Void> remove(StoredFile file) {
    of(file.userId()).remove(file.key());
    lists.remove(file.userId());
    return worker.change(
        () -> {
          disk.deleteFile(file.userId(), file.key());
          disk.deleteData(List.of(file.segment()));
        });
  }

  /** Removes all files of a user. */
  Future<Void> clear(String userId) {
    return Future.join(files(userId).stream().map(this::remove).toList()).mapEmpty();
  }

  /** Removes everything. */
  Future<Void> clear() {
    lists.clear();
    return Future.join(List.copyOf(files.keySet()).stream().map(this::clear).toList()).mapEmpty();
  }

  private NavigableMap<String, StoredFile> of(String userId) {
    return files.computeIfAbsent(userId, ignored -> new TreeMap<>());
  }

  private record CachedList(JsonArray entries, Instant until) {}
}
