package org.homekeep.core.frontend;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Store;
import org.homekeep.core.websocket.EncodedEvent;
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

  /** More than the tabs of one browser have, and few enough to be told of a large value at once. */
  private static final int MOST_LISTENERS = 128;

  private final Kept<JsonObject> values;
  private final Set<Listener> listeners = new LinkedHashSet<>();

  /**
   * @param userId who listens
   */
  private record Listener(String userId, Optional<String> key, Consumer<EncodedEvent> told) {}

  private KeptData(Kept<JsonObject> values) {
    this.values = values;
  }

  static Future<KeptData> load(Store<JsonObject> store) {
    return Kept.open(store, new JsonObject()).map(KeptData::new);
  }

  /** The value of a key, or without a key all of them; null when there is none. */
  @Nullable Object get(Optional<String> key) {
    return key.isPresent() ? values.get().getValue(key.get()) : values.get();
  }

  /** Keeps a value and tells who listens; when the future succeeds, it is on the disk. */
  Future<Void> set(String key, @Nullable Object value) {
    return values
        .change(before -> with(before, key, value))
        .onSuccess(
            kept -> {
              tell(Optional.of(key));
              tell(Optional.empty());
            })
        .mapEmpty();
  }

  private static JsonObject with(JsonObject before, String key, @Nullable Object value)
      throws WireException {
    JsonObject after = before.copy().put(key, value);
    if (after.size() > MOST_KEYS || Json.encode(after).length() > MOST_CHARACTERS) {
      throw new WireException(
          WireException.NOT_ALLOWED,
          "Only %d values and %d KiB are kept for one user. Store less."
              .formatted(MOST_KEYS, MOST_CHARACTERS / 1024));
    }
    return after;
  }

  /** Tells those who listen to the same; it is written down once for all of them. */
  private void tell(Optional<String> key) {
    List<Listener> same = listeners.stream().filter(each -> each.key().equals(key)).toList();
    if (!same.isEmpty()) {
      EncodedEvent event = EncodedEvent.of(event(key));
      same.forEach(each -> each.told().accept(event));
    }
  }

  /** The event about a key, or without a key about all of them. */
  JsonObject event(Optional<String> key) {
    return new JsonObject().put("value", get(key));
  }

  /** Hears of every change of a key, or of any. Fails when the user listens too often. */
  Future<Cancellable> listen(String userId, Optional<String> key, Consumer<EncodedEvent> told) {
    if (listeners.stream().filter(each -> each.userId().equals(userId)).count() >= MOST_LISTENERS) {
      return Future.failedFuture(
          new WireException(
              WireException.NOT_ALLOWED,
              "One user may have %d subscriptions to this. Close a page that is not needed."
                  .formatted(MOST_LISTENERS)));
    }
    Listener listener = new Listener(userId, key, told);
    listeners.add(listener);
    return Future.succeededFuture(() -> listeners.remove(listener));
  }
}
