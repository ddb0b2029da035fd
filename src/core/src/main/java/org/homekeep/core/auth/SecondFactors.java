package org.homekeep.core.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/**
 * Who needs a code of an authenticator app beside the password: {@code .storage/auth_module.totp}.
 * Touched on the hub's context alone.
 */
public final class SecondFactors {
  /** The module's name on the wire and on disk. */
  public static final String MODULE = "totp";

  /** What people call it. */
  public static final String MODULE_NAME = "Authenticator app";

  /** As long as the hash that codes are made with (RFC 4226 §4). */
  private static final int SECRET_BYTES = 20;

  private final Clock clock;
  private final Store<Map<String, Secret>> store;
  private final AuthStore.Saving note;
  private final AccountChanges changes;
  private final Map<String, Secret> byUser;

  /** Users who had a secret that is not there any more. */
  private final Set<String> lost;

  private final SecureRandom random = new SecureRandom();

  /** The step of the newest code that each user has used: none works twice. */
  private final Map<String, Long> lastStep = new HashMap<>();

  /** The document, and what is in it. */
  record Stored(Store<Map<String, Secret>> store, Map<String, Secret> byUser) {}

  /**
   * @param noted users who have to have a secret
   * @param note writes down elsewhere who has one
   */
  SecondFactors(
      Clock clock,
      Stored stored,
      Set<String> noted,
      AuthStore.Saving note,
      AccountChanges changes) {
    this.clock = clock;
    this.changes = changes;
    this.store = stored.store();
    this.note = note;
    this.byUser = new LinkedHashMap<>(stored.byUser());
    this.lost = new LinkedHashSet<>(noted);
    lost.removeAll(byUser.keySet());
  }

  static Future<Stored> load(Storage storage) {
    Store<Map<String, Secret>> store = storage.open(HubDocuments.SECOND_FACTORS, new Codec());
    return store.load().map(found -> new Stored(store, found.orElseGet(Map::of)));
  }

  /** Whether a user needs a code. Nobody has one whose secret is lost. */
  public boolean isEnabled(User user) {
    return byUser.containsKey(user.id()) || isLost(user);
  }

  /** Whether a user needs a code that no app can make any more, until the need is removed. */
  public boolean isLost(User user) {
    return lost.contains(user.id());
  }

  /** The ids of all who need a code. */
  Set<String> users() {
    return Stream.concat(byUser.keySet().stream(), lost.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A new secret for an app, in base32; nothing is kept of it. */
  public Secret newSecret() {
    byte[] key = new byte[SECRET_BYTES];
    random.nextBytes(key);
    return Totp.encode(key);
  }

  /**
   * Asks a user for codes from now on, if the app makes the right ones. Fails with {@link
   * NotSavedException}.
   *
   * @return whether the code was right; when it was, the secret is on the disk
   */
  public Future<Boolean> enable(User user, Secret secret, String code) {
    OptionalLong step = Totp.stepOf(secret, code, clock.instant());
    if (step.isEmpty()) {
      return Future.succeededFuture(false);
    }
    return changes.make(
        () -> {
          byUser.put(user.id(), secret);
          lastStep.put(user.id(), step.getAsLong());
          return save().compose(saved -> note.save()).map(true);
        });
  }

  /** Whether a code is the user's, of about now, and not used before. It is used then. */
  public boolean check(User user, String code) {
    OptionalLong step =
        Optional.ofNullable(byUser.get(user.id()))
            .map(secret -> Totp.stepOf(secret, code, clock.instant()))
            .orElse(OptionalLong.empty());
    boolean fresh =
        step.isPresent() && step.getAsLong() > lastStep.getOrDefault(user.id(), Long.MIN_VALUE);
    if (fresh) {
      lastStep.put(user.id(), step.getAsLong());
    }
    return fresh;
  }

  /**
   * Asks a user for no code any more; whether there was one to ask for. Fails with {@link
   * NotSavedException}.
   */
  public Future<Boolean> remove(User user) {
    return changes.make(() -> forget(user));
  }

  /** The same, within a change. */
  Future<Boolean> forget(User user) {
    lastStep.remove(user.id());
    boolean known = byUser.remove(user.id()) != null;
    boolean removed = lost.remove(user.id()) || known;
    // The note first: after a crash in between, the app still makes the right codes.
    return removed ? note.save().compose(noted -> save()).map(true) : Future.succeededFuture(false);
  }

  /** What brings all secrets back to what they are now, on the disk, too, when it can. */
  Runnable remember() {
    Map<String, Secret> byUserNow = new LinkedHashMap<>(byUser);
    Set<String> lostNow = new LinkedHashSet<>(lost);
    return () -> {
      byUser.clear();
      byUser.putAll(byUserNow);
      lost.clear();
      lost.addAll(lostNow);
      store.saveLater(document(), AuthStore.DELAY);
    };
  }

  private Future<Void> save() {
    return store.save(document());
  }

  private Map<String, Secret> document() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(byUser));
  }

  static final class Codec implements StoreCodec<Map<String, Secret>> {
    private static final String USERS = "users";

    @Override
    public JsonObject encode(Map<String, Secret> byUser) {
      JsonObject users = new JsonObject();
      byUser.forEach((id, secret) -> users.put(id, secret.reveal()));
      return new JsonObject().put(USERS, users);
    }

    @Override
    public Map<String, Secret> decode(JsonObject data, int version, int minorVersion)
        throws UnreadableDocumentException {
      if (!(data.getValue(USERS, new JsonObject()) instanceof JsonObject users)) {
        throw new UnreadableDocumentException("It is not a list of users.");
      }
      Map<String, Secret> byUser = new LinkedHashMap<>();
      for (String id : users.fieldNames()) {
        if (!(users.getValue(id) instanceof String secret)) {
          throw new UnreadableDocumentException("It has a secret that is no text.");
        }
        byUser.put(id, Secret.of(secret));
      }
      return byUser;
    }
  }
}
