package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.emulator.server.Worker;

/** The one account of an emulator with its keys and buckets; touched on its context only. */
final class Account {
  private final Disk disk;
  private final Worker worker;
  private final String id;
  private final Key master;
  private final TreeMap<String, Key> keys = new TreeMap<>();
  private final Map<String, Bucket> buckets = new LinkedHashMap<>();
  private long keyNumber;

  private Account(Disk disk, Worker worker, String id, Key master) {
    this.disk = disk;
    this.worker = worker;
    this.id = id;
    this.master = master;
  }

  /** Reads the account, or makes a new one with a master key and one bucket. Blocks. */
  static Account load(Disk disk, Worker worker, String firstBucket) throws IOException {
    Optional<JsonObject> stored = disk.read(disk.account());
    if (stored.isPresent()) {
      JsonObject json = stored.get();
      Account account =
          new Account(
              disk, worker, json.getString("id"), Key.fromJson(json.getJsonObject("master")));
      json.getJsonArray("keys").stream()
          .map(key -> Key.fromJson((JsonObject) key))
          .forEach(key -> account.keys.put(key.id(), key));
      json.getJsonArray("buckets").stream()
          .map(bucket -> Bucket.fromJson((JsonObject) bucket))
          .forEach(bucket -> account.buckets.put(bucket.id(), bucket));
      account.keyNumber = json.getLong("keyNumber");
      return account;
    }
    String id = Ids.account();
    Key master =
        new Key(
            Ids.key(id, 0),
            Ids.applicationKey(),
            "master",
            Capabilities.ALL,
            List.of(),
            false,
            Optional.empty(),
            Optional.empty());
    Account account = new Account(disk, worker, id, master);
    Bucket first = Bucket.plain(Ids.bucket(), Names.checkBucket(firstBucket));
    account.buckets.put(first.id(), first);
    disk.write(disk.account(), account.toJson());
    return account;
  }

  /** Forgets all keys and buckets but the master key, and begins again with one bucket. */
  Future<Bucket> reset(String firstBucket) {
    keys.clear();
    buckets.clear();
    keyNumber = 0;
    Bucket first = Bucket.plain(Ids.bucket(), firstBucket);
    return put(first).map(first);
  }

  String id() {
    return id;
  }

  Key master() {
    return master;
  }

  /** The key with this id; the account's id stands for the master key. */
  Optional<Key> key(String keyId) {
    return keyId.equals(id) || keyId.equals(master.id())
        ? Optional.of(master)
        : Optional.ofNullable(keys.get(keyId));
  }

  /** The keys from this id on, in the order of their ids, without the master key. */
  Collection<Key> keysFrom(String firstId) {
    return List.copyOf(keys.tailMap(firstId, true).values());
  }

  String nextKeyId() {
    return Ids.key(id, ++keyNumber);
  }

  Future<Void> put(Key key) {
    keys.put(key.id(), key);
    return save();
  }

  Future<Void> removeKey(String keyId) {
    keys.remove(keyId);
    return save();
  }

  Collection<Bucket> buckets() {
    return List.copyOf(buckets.values());
  }

  Optional<Bucket> bucket(String bucketId) {
    return Optional.ofNullable(buckets.get(bucketId));
  }

  Optional<Bucket> bucketNamed(String name) {
    return buckets.values().stream().filter(bucket -> bucket.name().equals(name)).findFirst();
  }

  /** The bucket with this id. */
  Bucket requireBucket(String bucketId) {
    if (!Ids.isBucket(bucketId)) {
      throw new B2Error(400, "invalid_bucket_id", "Invalid bucketId: " + bucketId);
    }
    return bucket(bucketId)
        .orElseThrow(
            () ->
                new B2Error(400, "bad_bucket_id", "Bucket %s does not exist".formatted(bucketId)));
  }

  Future<Void> put(Bucket bucket) {
    buckets.put(bucket.id(), bucket);
    return save();
  }

  Future<Void> removeBucket(String bucketId) {
    buckets.remove(bucketId);
    return save();
  }

  private Future<Void> save() {
    JsonObject document = toJson();
    return worker.change(() -> disk.write(disk.account(), document));
  }

  private JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("master", master.toJson())
        .put("keyNumber", keyNumber)
        .put("keys", new JsonArray(keys.values().stream().map(Key::toJson).toList()))
        .put("buckets", new JsonArray(buckets.values().stream().map(Bucket::toJson).toList()));
  }
}
