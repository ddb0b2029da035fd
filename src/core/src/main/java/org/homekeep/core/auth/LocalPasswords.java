package org.homekeep.core.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/** The hub's own user names and passwords: {@code .storage/auth_provider.homeassistant}. */
final class LocalPasswords {
  /** Each waits a quarter of a second for a thread; more than this is not a family logging in. */
  private static final int MOST_WAITING = 32;

  private final Worker worker;
  private final Store<Map<String, Secret>> store;
  private final Map<String, Secret> hashes;
  private final SecureRandom random;
  private int waiting;

  private LocalPasswords(
      Worker worker, Store<Map<String, Secret>> store, Map<String, Secret> hashes) {
    this.worker = worker;
    this.store = store;
    this.hashes = new LinkedHashMap<>(hashes);
    this.random = new SecureRandom();
  }

  static Future<LocalPasswords> load(Worker worker, Storage storage) {
    Store<Map<String, Secret>> store = storage.open(HubDocuments.PASSWORDS, new Codec());
    return store.load().map(found -> new LocalPasswords(worker, store, found.orElseGet(Map::of)));
  }

  /**
   * What the password was compared with, if it is the user's, and is still when that is known.
   * Takes as long for a user who does not exist. Fails with {@link TooManyLoginsException}.
   */
  Future<Optional<Secret>> check(String username, Secret password) {
    Secret hash = hashes.get(UserName.normalize(username));
    Secret against = hash == null ? PasswordHash.OF_NOBODY : hash;
    return bounded(() -> PasswordHash.matches(against, password))
        .map(
            same ->
                same && hash != null && isCurrent(username, hash)
                    ? Optional.of(hash)
                    : Optional.empty());
  }

  /** Whether the password of a name is still the one of which this was made. */
  boolean isCurrent(String username, Secret hash) {
    return Optional.ofNullable(hashes.get(UserName.normalize(username)))
        .filter(hash::equals)
        .isPresent();
  }

  /** Whether a name has a password. */
  boolean has(String username) {
    return hashes.containsKey(UserName.normalize(username));
  }

  /** What a password is kept as. Fails with {@link TooManyLoginsException}. */
  Future<Secret> hash(Secret password) {
    return bounded(() -> PasswordHash.make(password, random));
  }

  /** Keeps what {@link #hash} made; when the future succeeds, it is on the disk. */
  Future<Void> keep(String username, Secret hash) {
    // Kept before it is written, so that two changes at once both count.
    hashes.put(UserName.normalize(username), hash);
    return save();
  }

  /** Forgets a user's password, which need not be there. */
  Future<Void> remove(String username) {
    hashes.remove(UserName.normalize(username));
    return save();
  }

  /** Gives a password to another name, too; when the future succeeds, it is on the disk. */
  Future<Void> copy(String username, String other) {
    Optional.ofNullable(hashes.get(UserName.normalize(username)))
        .ifPresent(hash -> hashes.put(UserName.normalize(other), hash));
    return save();
  }

  /**
   * Forgets the names that a crash has left behind of a {@link #copy}: nobody logs in with them,
   * and somebody does with the same hash, salt and all.
   */
  void forgetCopies(Predicate<String> isUsed) {
    Set<Secret> used =
        hashes.entrySet().stream()
            .filter(each -> isUsed.test(each.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.toUnmodifiableSet());
    hashes
        .entrySet()
        .removeIf(each -> !isUsed.test(each.getKey()) && used.contains(each.getValue()));
  }

  /** What brings all passwords back to what they are now, on the disk, too, when it can. */
  Runnable remember() {
    Map<String, Secret> hashesNow = new LinkedHashMap<>(hashes);
    return () -> {
      hashes.clear();
      hashes.putAll(hashesNow);
      store.saveLater(document(), AuthStore.DELAY);
    };
  }

  private Future<Void> save() {
    return store.save(document());
  }

  private Map<String, Secret> document() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
  }

  private <T> Future<T> bounded(Callable<T> work) {
    if (waiting >= MOST_WAITING) {
      return Future.failedFuture(new TooManyLoginsException());
    }
    waiting++;
    return worker.run(work).onComplete(done -> waiting--);
  }

  static final class Codec implements StoreCodec<Map<String, Secret>> {
    @Override
    public JsonObject encode(Map<String, Secret> hashes) {
      JsonArray users = new JsonArray();
      hashes.forEach(
          (name, hash) ->
              users.add(new JsonObject().put("username", name).put("password", hash.reveal())));
      return new JsonObject().put("users", users);
    }

    @Override
    public Map<String, Secret> decode(JsonObject data, int version, int minorVersion)
        throws UnreadableDocumentException {
      try {
        Map<String, Secret> hashes = new LinkedHashMap<>();
        JsonArray users = data.getJsonArray("users", new JsonArray());
        for (int i = 0; i < users.size(); i++) {
          JsonObject user = users.getJsonObject(i);
          hashes.put(UserName.normalize(text(user, "username")), Secret.of(text(user, "password")));
        }
        return hashes;
      } catch (ClassCastException malformed) {
        throw new UnreadableDocumentException("It is not a list of users.", malformed);
      }
    }

    private static String text(JsonObject user, String key) throws UnreadableDocumentException {
      if (!(user.getValue(key) instanceof String text)) {
        throw new UnreadableDocumentException("It has a user without a " + key + ".");
      }
      return text;
    }
  }
}
