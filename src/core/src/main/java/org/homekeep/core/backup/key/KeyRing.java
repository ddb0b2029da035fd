package org.homekeep.core.backup.key;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;

/**
 * Every key that was ever used or set, so that no backup is lost because its key was changed.
 *
 * <p>The one owner of the ring; touched on the hub's context alone. A key leaves it only when
 * somebody asks for that. When a future succeeds, what it is about is on the disk.
 */
public final class KeyRing {
  /** Far more than a home has in its life; the bound keeps a script from filling the memory. */
  static final int MOST_KEYS = 1_000;

  /** So many keys that were made and never used are kept; nothing needs those. */
  static final int MOST_UNUSED = 10;

  private final HubRuntime runtime;
  private final HubDirectories directories;
  private final Worker worker;
  private final Store<RingDocument> store;
  private RingDocument document;
  private long asked;

  private KeyRing(
      HubRuntime runtime,
      HubDirectories directories,
      Worker worker,
      Store<RingDocument> store,
      RingDocument document) {
    this.runtime = runtime;
    this.directories = directories;
    this.worker = worker;
    this.store = store;
    this.document = document;
  }

  /** What was read at the start. */
  private record Opened(RingDocument document, boolean changed) {}

  /**
   * Reads the ring, and takes in the keys of before a restore.
   *
   * @param instanceId the salt of the fingerprints
   */
  public static Future<KeyRing> open(
      HubRuntime runtime, HubDirectories directories, Storage storage, String instanceId) {
    Worker worker = runtime.worker("backup-keys", 1);
    Store<RingDocument> store = storage.open(RingCodec.KEY, new RingCodec());
    return store
        .load()
        .compose(
            stored -> worker.run(() -> opened(stored, CarriedKeys.read(directories), instanceId)))
        .compose(
            opened -> {
              KeyRing ring = new KeyRing(runtime, directories, worker, store, opened.document());
              return opened.changed() ? ring.saveCarried() : Future.succeededFuture(ring);
            });
  }

  private static Opened opened(
      Optional<RingDocument> stored, List<RingKey> carried, String instanceId) {
    RingDocument document = stored.orElseGet(() -> new RingDocument(instanceId, List.of()));
    boolean otherHub = !document.instanceId().equals(instanceId);
    if (otherHub) {
      document = new RingDocument(instanceId, salted(document.keys(), instanceId));
    }
    for (RingKey key : carried) {
      if (document.find(key.key()).isEmpty()) {
        document = document.with(key.with(KeyFingerprint.of(key.key(), instanceId)));
      }
    }
    return new Opened(document, otherHub || !carried.isEmpty());
  }

  private static List<RingKey> salted(List<RingKey> keys, String instanceId) {
    return keys.stream().map(key -> key.with(KeyFingerprint.of(key.key(), instanceId))).toList();
  }

  /** The file stays until the ring is on the disk; a full disk must not keep the hub down. */
  private Future<KeyRing> saveCarried() {
    return store
        .save(document)
        .compose(saved -> worker.perform(() -> CarriedKeys.delete(directories)))
        .otherwiseEmpty()
        .map(this);
  }

  /** All keys, the oldest first. */
  public List<RingKey> keys() {
    return document.keys();
  }

  /** The key of a fingerprint. */
  public Optional<RingKey> find(KeyFingerprint fingerprint) {
    return document.find(fingerprint);
  }

  /**
   * How often somebody wanted a key to be on the ring. Where it has not grown, no key has got a use
   * meanwhile.
   */
  public long timesAsked() {
    return asked;
  }

  /** What the ring knows of a key. */
  public Optional<RingKey> find(Secret key) {
    return document.find(key);
  }

  /** Puts a key on the ring if it is not there. Fails with {@link RingFullException}. */
  public Future<RingKey> add(Secret key, KeyOrigin origin) {
    asked++;
    Optional<RingKey> known = document.find(key);
    if (known.isPresent()) {
      // It may have come a moment ago and still be on its way to the disk.
      return store.flush().map(known.get());
    }
    String instanceId = document.instanceId();
    return worker
        .run(() -> KeyFingerprint.of(key, instanceId))
        .compose(fingerprint -> added(key, fingerprint, origin));
  }

  private Future<RingKey> added(Secret key, KeyFingerprint fingerprint, KeyOrigin origin) {
    Optional<RingKey> meanwhile = document.find(key);
    if (meanwhile.isPresent()) {
      return store.flush().map(meanwhile.get());
    }
    dropUnused();
    if (document.keys().size() >= MOST_KEYS) {
      return Future.failedFuture(new RingFullException(MOST_KEYS));
    }
    RingKey added = RingKey.added(key, fingerprint, origin, now());
    document = document.with(added);
    return store.save(document).map(added);
  }

  private void dropUnused() {
    List<RingKey> unused =
        document.keys().stream()
            .filter(each -> each.origin() == KeyOrigin.MADE)
            .filter(each -> each.firstUsed().isEmpty() && each.confirmed().isEmpty())
            .toList();
    if (unused.size() >= MOST_UNUSED) {
      RingKey oldest = unused.get(0);
      document = document.without(oldest::equals);
    }
  }

  /**
   * A backup is about to be encrypted; without a key, nothing happens. Fails when the key cannot be
   * put on the ring, because a backup whose key is nowhere is lost.
   *
   * @param automatic whether the key is that of the settings
   */
  public Future<Optional<KeyFingerprint>> use(Optional<Secret> key, boolean automatic) {
    return key.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : used(key.get(), automatic ? KeyOrigin.SET : KeyOrigin.MANUAL)
            .map(known -> Optional.of(known.fingerprint()));
  }

  private Future<RingKey> used(Secret key, KeyOrigin origin) {
    return add(key, origin)
        .compose(
            known ->
                known.firstUsed().isPresent()
                    ? Future.succeededFuture(known)
                    : change(known.fingerprint(), each -> each.usedAt(now())));
  }

  /**
   * The key of automatic backups is another one from now on.
   *
   * @param before the one until now
   */
  public Future<Void> set(Optional<Secret> before, Optional<Secret> after) {
    Future<Void> done =
        after.isEmpty()
            ? Future.succeededFuture()
            : add(after.get(), KeyOrigin.SET)
                .compose(known -> change(known.fingerprint(), RingKey::activated))
                .mapEmpty();
    return done.compose(
        recorded ->
            before.isEmpty() || before.equals(after)
                ? Future.succeededFuture()
                : add(before.get(), KeyOrigin.SET)
                    .compose(
                        old ->
                            change(old.fingerprint(), each -> each.replacedAt(Optional.of(now()))))
                    .mapEmpty());
  }

  /**
   * Brings the ring in line with the settings at a start, whoever wrote those: a directory may come
   * from Home Assistant, and a restore brings the key of its time back.
   */
  public Future<Void> settle(Optional<Secret> current) {
    Future<Void> done = set(Optional.empty(), current);
    for (RingKey key : document.keys()) {
      boolean superseded =
          key.origin() == KeyOrigin.SET
              && key.replaced().isEmpty()
              && !current.equals(Optional.of(key.key()));
      if (superseded) {
        done = done.compose(before -> set(Optional.of(key.key()), current));
      }
    }
    return done;
  }

  /** Somebody showed that the emergency kit of a key is kept. */
  public Future<RingKey> confirm(KeyFingerprint fingerprint) {
    return change(fingerprint, each -> each.confirmedAt(now()));
  }

  /** Takes a key off the ring. */
  public Future<Void> forget(KeyFingerprint fingerprint) {
    document = document.without(each -> each.fingerprint().equals(fingerprint));
    return store.save(document);
  }

  private Future<RingKey> change(KeyFingerprint fingerprint, UnaryOperator<RingKey> change) {
    RingDocument changed = document.changed(fingerprint, change);
    Optional<RingKey> result = changed.find(fingerprint);
    if (result.isEmpty()) {
      return Future.failedFuture(new IllegalStateException("This key was forgotten meanwhile."));
    }
    if (changed.equals(document)) {
      return store.flush().map(result.get());
    }
    document = changed;
    return store.save(document).map(result.get());
  }

  /**
   * The keys to try on a backup, the likeliest first: the one that it names, then those in use, the
   * newest of them first.
   *
   * @param most so many at most; each may take a second on a small machine
   */
  public List<Secret> candidates(Optional<KeyFingerprint> named, int most) {
    List<RingKey> newest = new ArrayList<>(document.keys());
    Collections.reverse(newest);
    Stream<RingKey> inUse = newest.stream().filter(each -> each.replaced().isEmpty());
    Stream<RingKey> earlier = newest.stream().filter(each -> each.replaced().isPresent());
    return Stream.concat(
            named.flatMap(document::find).stream(),
            Stream.concat(inUse, earlier).filter(KeyRing::mayOpenSomething))
        .map(RingKey::key)
        .distinct()
        .limit(most)
        .toList();
  }

  private static boolean mayOpenSomething(RingKey key) {
    return key.origin() != KeyOrigin.MADE || key.firstUsed().isPresent();
  }

  /** Puts all keys where a restore does not reach them; the next start takes them in again. */
  public Future<Void> carryOverRestore() {
    RingDocument now = document;
    return worker.perform(() -> CarriedKeys.write(directories, now));
  }

  /** The restore that was ordered does not take place. */
  public Future<Void> restoreIsOff() {
    return worker.perform(() -> CarriedKeys.delete(directories));
  }

  private Instant now() {
    return runtime.clock().instant();
  }
}
