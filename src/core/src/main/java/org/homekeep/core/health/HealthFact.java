package org.homekeep.core.health;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Something that can be said about how a capability is doing.
 *
 * @param key of its words in the translations, category {@code system_health}
 * @param value a text, number, boolean, {@code Instant} or {@link HealthFailure}; asked for anew
 *     each time, and may take a while
 */
public record HealthFact(String key, Supplier<Future<Object>> value) {

  /** A fact that is known at once. */
  public static HealthFact known(String key, Supplier<Object> value) {
    return new HealthFact(key, () -> Future.succeededFuture(value.get()));
  }
}
