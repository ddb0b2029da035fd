package org.homekeep.core.state;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;

/**
 * Which entities a client wants to hear of. The more exact word wins: an entity by its id, then by
 * a pattern, then by its domain; of two as exact, the one that includes.
 */
record EntityFilter(Set<String> entityIds, Part include, Part exclude)
    implements Predicate<String> {
  private static final int LONGEST = 255;

  /** One half of the filter. */
  record Part(Set<String> entities, Set<String> domains, List<String> patterns) {
    static Part of(JsonObject json) {
      return new Part(
          texts(json, "entities").collect(Collectors.toUnmodifiableSet()),
          texts(json, "domains").collect(Collectors.toUnmodifiableSet()),
          texts(json, "entity_globs").toList());
    }

    boolean matches(String entityId) {
      return patterns.stream().anyMatch(pattern -> Wildcard.matches(pattern, entityId));
    }

    boolean isGeneral() {
      return !domains.isEmpty() || !patterns.isEmpty();
    }
  }

  /** The keys of a message that make a filter. */
  static Shapes.Key[] keys() {
    Shape list = Shapes.listOf(Shapes.string(LONGEST));
    Shape part =
        Shapes.object(
            Shapes.Key.optional("domains", list),
            Shapes.Key.optional("entities", list),
            Shapes.Key.optional("entity_globs", list));
    return new Shapes.Key[] {
      Shapes.Key.optional("entity_ids", list),
      Shapes.Key.optional("include", part),
      Shapes.Key.optional("exclude", part)
    };
  }

  static EntityFilter of(JsonObject fields) {
    return new EntityFilter(
        texts(fields, "entity_ids").collect(Collectors.toUnmodifiableSet()),
        Part.of(fields.getJsonObject("include", new JsonObject())),
        Part.of(fields.getJsonObject("exclude", new JsonObject())));
  }

  @Override
  public boolean test(String entityId) {
    return (entityIds.isEmpty() || entityIds.contains(entityId)) && isIncluded(entityId);
  }

  private boolean isIncluded(String entityId) {
    if (include.entities().contains(entityId)) {
      return true;
    }
    if (exclude.entities().contains(entityId)) {
      return false;
    }
    if (include.matches(entityId) || exclude.matches(entityId)) {
      return include.matches(entityId);
    }
    String domain = entityId.substring(0, Math.max(0, entityId.indexOf('.')));
    if (include.domains().contains(domain) || exclude.domains().contains(domain)) {
      return include.domains().contains(domain);
    }
    boolean onlyWhatIsNamed = !include.entities().isEmpty() && !exclude.isGeneral();
    return !include.isGeneral() && !onlyWhatIsNamed;
  }

  private static Stream<String> texts(JsonObject json, String key) {
    return json.getJsonArray(key, new JsonArray()).stream().map(String.class::cast);
  }
}
