package org.homekeep.core.frontend;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Cancellable;
import org.homekeep.core.storage.Store;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Values that pages keep by key, of one user or of all, in one document; bounded, because whoever
 * may log in may write here. Touched on the hub's context alone.
 */
final class KeptData {
  /** How long a key may be. */
  static final int LONGEST_KEY = 64;

  private static final int MOST_KEYS = 100;
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final Store<JsonObject> store;
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private JsonObject values;

  private record Listener(Optional<String> key, Runnable changed) {}

  private KeptData(Store<JsonObject> store, JsonObject values) {
    this.store = store;
    this.values = values;
  }

  static Future<KeptData> load(Store<JsonObject> store) {
    return store.load().map(found -> new KeptData(store, found.orElseGet(JsonObject::new)));
  }

  /** The value of a key, or without a key all of them; null when there is none. */
  @Nullable Object get(Optional<String> key) {
    return key.isPresent() ? values.getValue(key.get()) : values;
  }

  /** Keeps a value and tells who listens; when the future succeeds, it is on the disk. */
  Future<Void> set(String key, @Nullable Object value) {
    JsonObject after = values.copy().put(key, value);
    if (after.size() > MOST_KEYS || Json.encode(after).length() > MOST_CHARACTERS) {
      return Future.failedFuture(
          new WireException(
              WireException.NOT_ALLOWED,
              "Only %d values and %d KiB are kept for one user. Store less."
                  .formatted(MOST_KEYS, MOST_CHARACTERS / 1024)));
    }
    values = after;
    Set.copyOf(listeners).stream()
        .filter(each -> each.key().isEmpty() || each.key().get().equals(key))
        .forEach(each -> each.changed().run());
    return store.save(after);
  }

  /** Hears of every change of a key, or of any. */
  Cancellable listen(Optional<String> key, Runnable changed) {
    Listener listener = new Listener(key, changed);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
