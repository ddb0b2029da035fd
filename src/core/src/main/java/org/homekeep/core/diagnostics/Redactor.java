package org.homekeep.core.diagnostics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.jspecify.annotations.Nullable;

/** Takes known secrets out of a document by their values, wherever they stand (§14.5). */
final class Redactor {
  /** Shorter ones are replaced only where they are the whole value: every text holds an "a". */
  private static final int SHORTEST_SEARCHED = 4;

  private final List<String> forms;
  private final Set<String> whole;
  private final SecretSearch search;

  Redactor(Collection<Secret> secrets) {
    Set<String> searched = new HashSet<>();
    Set<String> few = new HashSet<>();
    for (Secret secret : secrets) {
      if (!secret.isEmpty() && secret.reveal().length() < SHORTEST_SEARCHED) {
        few.add(secret.reveal());
      } else if (!secret.isEmpty()) {
        searched.addAll(SecretForms.of(secret));
      }
    }
    // The longest first, so that no part of a form is left behind.
    this.forms =
        searched.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    this.whole = Set.copyOf(few);
    this.search = new SecretSearch(secrets);
  }

  /** The document without the secrets; the given one is not changed. */
  JsonObject redact(JsonObject document) {
    JsonObject clean = new JsonObject();
    for (Map.Entry<String, Object> entry : document) {
      clean.put(redact(entry.getKey()), redactValue(entry.getValue()));
    }
    return clean;
  }

  private @Nullable Object redactValue(@Nullable Object value) {
    if (value instanceof JsonObject json) {
      return redact(json);
    }
    if (value instanceof JsonArray array) {
      List<@Nullable Object> items = new ArrayList<>();
      array.forEach(item -> items.add(redactValue(item)));
      JsonArray clean = new JsonArray(items);
      // Bytes or letters one by one, or lines of one text: no item shows it, and all together do.
      String joined = clean.stream().map(String::valueOf).collect(Collectors.joining());
      return search.foundIn(clean.encode()) || search.foundIn(joined) ? Secret.REDACTED : clean;
    }
    if (value instanceof String text) {
      return redact(text);
    }
    if (value instanceof Number number) {
      String text = number.toString();
      return redact(text).equals(text) ? number : Secret.REDACTED;
    }
    return value;
  }

  private String redact(String text) {
    if (whole.contains(text)) {
      return Secret.REDACTED;
    }
    String clean = text;
    for (String form : forms) {
      clean = clean.replace(form, Secret.REDACTED);
    }
    return search.redact(clean);
  }

  /** Whether a finished text still holds a secret, which then must not be shown. */
  boolean foundIn(String text) {
    return forms.stream().anyMatch(text::contains) || search.foundIn(text);
  }
}
