package org.homekeep.core.diagnostics;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.Secret;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.jspecify.annotations.Nullable;

/** Every text of an entry that must not be shown: what is a secret, and what may be one. */
final class KnownSecrets {
  /** Shorter texts that nobody knows are settings rather than secrets. */
  private static final int SHORTEST_UNKNOWN = 8;

  private final List<Secret> found = new ArrayList<>();

  private KnownSecrets() {}

  static List<Secret> of(ConfigEntry entry) {
    KnownSecrets secrets = new KnownSecrets();
    secrets.collect(entry.data());
    secrets.collect(entry.options());
    entry.subentries().forEach(subentry -> secrets.collect(subentry.data()));
    return List.copyOf(secrets.found);
  }

  private void collect(Values values) {
    found.addAll(values.secrets());
    for (Value value : values.asMap().values()) {
      if (value instanceof Value.Opaque opaque) {
        collectTexts(Json.decodeValue(opaque.json()));
      }
    }
  }

  private void collectTexts(@Nullable Object json) {
    if (json instanceof String text && text.length() >= SHORTEST_UNKNOWN) {
      found.add(Secret.of(text));
    } else if (json instanceof JsonArray array) {
      array.forEach(this::collectTexts);
    } else if (json instanceof JsonObject object) {
      object.forEach(member -> collectTexts(member.getValue()));
    }
  }
}
