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
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;

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
  private final Kept<RingDocument> ring;
  private long asked;

  private KeyRing(
      HubRuntime runtime, HubDirectories directories, Worker worker, Kept<RingDocument> ring) {
    this.runtime = runtime;
    this.directories = directories;
    this.worker = worker;
    this.ring = ring;
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
    return Kept.open(
            storage.open(RingCodec.KEY, new RingCodec()), new RingDocument(instanceId, List.of()))
        .compose(
            ring ->
                worker
                    .run(() -> opened(ring.get(), CarriedKeys.read(directories), instanceId))
                    .compose(
                        opened -> {
                          KeyRing keys = new KeyRing(runtime, directories, worker, ring);
                          return opened.changed()
                              ? keys.saveCarried(opened.document())
                              : Future.succeededFuture(keys);
                        }));
  }

  private static Opened opened(RingDocument stored, List<RingKey> carried, String instanceId) {
    RingDocument document = stored;
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
  private Future<KeyRing> saveCarried(RingDocument carried) {
    return ring.record(stored -> carried)
        .compose(saved -> worker.perform(() -> CarriedKeys.delete(directories)))
        .otherwiseEmpty()
        .map(this);
  }

  /** All keys, the oldest first. */
  public List<RingKey> keys() {
    return ring.get().keys();
  }

  /** The key of a fingerprint. */
  public Optional<RingKey> find(KeyFingerprint fingerprint) {
    return ring.get().find(fingerprint);
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
    return ring.get().find(key);
  }

  /** Puts a key on the ring if it is not there. Fails with {@link RingFullException}. */
  public Future<RingKey> add(Secret key, KeyOrigin origin) {
    asked++;
    Optional<RingKey> known = find(key);
    if (known.isPresent()) {
      // One that was carried over a restore may still be on its way to the disk.
      return ring.flush().map(known.get());
    }
    String instanceId = ring.get().instanceId();
    return worker
        .run(() -> KeyFingerprint.of(key, instanceId))
        .compose(
            fingerprint ->
                ring.change(before -> added(before, key, fingerprint, origin))
                    .map(after -> after.find(key).orElseThrow()));
  }

  private RingDocument added(
      RingDocument before, Secret key, KeyFingerprint fingerprint, KeyOrigin origin)
      throws RingFullException {
    if (before.find(key).isPresent()) {
      return before;
    }
    RingDocument room = withRoom(before);
    if (room.keys().size() >= MOST_KEYS) {
      throw new RingFullException(MOST_KEYS);
    }
    return room.with(RingKey.added(key, fingerprint, origin, now()));
  }

  private static RingDocument withRoom(RingDocument document) {
    List<RingKey> unused =
        document.keys().stream()
            .filter(each -> each.origin() == KeyOrigin.MADE)
            .filter(each -> each.firstUsed().isEmpty() && each.confirmed().isEmpty())
            .toList();
    return unused.size() >= MOST_UNUSED ? document.without(unused.get(0)::equals) : document;
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
    for (RingKey key : keys()) {
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
    return ring.change(before -> before.without(each -> each.fingerprint().equals(fingerprint)))
        .mapEmpty();
  }

  private Future<RingKey> change(KeyFingerprint fingerprint, UnaryOperator<RingKey> change) {
    return ring.change(before -> before.changed(fingerprint, change))
        .compose(
            after ->
                after
                    .find(fingerprint)
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                new IllegalStateException("This key was forgotten meanwhile."))));
  }

  /**
   * The keys to try on a backup, the likeliest first: the one that it names, then those in use, the
   * newest of them first.
   *
   * @param most so many at most; each may take a second on a small machine
   */
  public List<Secret> candidates(Optional<KeyFingerprint> named, int most) {
    List<RingKey> newest = new ArrayList<>(keys());
    Collections.reverse(newest);
    Stream<RingKey> inUse = newest.stream().filter(each -> each.replaced().isEmpty());
    Stream<RingKey> earlier = newest.stream().filter(each -> each.replaced().isPresent());
    return Stream.concat(
            named.flatMap(this::find).stream(),
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
    RingDocument now = ring.get();
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
