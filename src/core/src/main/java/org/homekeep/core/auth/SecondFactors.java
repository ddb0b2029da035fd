package org.homekeep.core.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
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
  private final Map<String, Secret> byUser;
  private final SecureRandom random = new SecureRandom();

  /** The step of the newest code that each user has used: none works twice. */
  private final Map<String, Long> lastStep = new HashMap<>();

  private SecondFactors(Clock clock, Store<Map<String, Secret>> store, Map<String, Secret> byUser) {
    this.clock = clock;
    this.store = store;
    this.byUser = new LinkedHashMap<>(byUser);
  }

  static Future<SecondFactors> load(Clock clock, Storage storage) {
    Store<Map<String, Secret>> store =
        storage.open(StoreKey.of("auth_module.totp", 1, 1), new Codec());
    return store.load().map(found -> new SecondFactors(clock, store, found.orElseGet(Map::of)));
  }

  /** Whether a user needs a code. */
  public boolean isEnabled(User user) {
    return byUser.containsKey(user.id());
  }

  /** A new secret for an app, in base32; nothing is kept of it. */
  public Secret newSecret() {
    byte[] key = new byte[SECRET_BYTES];
    random.nextBytes(key);
    return Totp.encode(key);
  }

  /**
   * Asks a user for codes from now on, if the app makes the right ones.
   *
   * @return whether the code was right; when it was, the secret is on the disk
   */
  public Future<Boolean> enable(User user, Secret secret, String code) {
    OptionalLong step = Totp.stepOf(secret, code, clock.instant());
    if (step.isEmpty()) {
      return Future.succeededFuture(false);
    }
    byUser.put(user.id(), secret);
    lastStep.put(user.id(), step.getAsLong());
    return save().map(true);
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

  /** Asks a user for no code any more; whether there was one to ask for. */
  public Future<Boolean> remove(User user) {
    lastStep.remove(user.id());
    return byUser.remove(user.id()) == null ? Future.succeededFuture(false) : save().map(true);
  }

  private Future<Void> save() {
    return store.save(Collections.unmodifiableMap(new LinkedHashMap<>(byUser)));
  }

  private static final class Codec implements StoreCodec<Map<String, Secret>> {
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
