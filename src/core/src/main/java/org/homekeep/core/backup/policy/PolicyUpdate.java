package org.homekeep.core.backup.policy;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code homekeep/backup/retention/update}: generations are replaced, agents merged,
 * as in Home Assistant's own settings (backup.md §3.2).
 */
public final class PolicyUpdate {
  private static final int MOST_KEPT = 9_999;
  private static final int MOST_AGENTS = 1_000;

  private PolicyUpdate() {}

  /** The shape of generations. */
  public static Shape generations() {
    return Shapes.object(
        Arrays.stream(Period.values())
            .map(
                period ->
                    Shapes.Key.optional(period.wireName(), Shapes.nullable(Shapes.integer(1))))
            .toArray(Shapes.Key[]::new));
  }

  /**
   * The keys that an update may have.
   *
   * @param ofAgent keys of a location beside its generations
   */
  public static Shapes.Key[] keys(Shapes.Key... ofAgent) {
    List<Shapes.Key> agent = new ArrayList<>(List.of(ofAgent));
    agent.add(Shapes.Key.optional("generations", Shapes.nullable(generations())));
    return new Shapes.Key[] {
      Shapes.Key.optional("generations", Shapes.nullable(generations())),
      Shapes.Key.optional("agents", Shapes.mapOf(Shapes.object(agent.toArray(Shapes.Key[]::new))))
    };
  }

  /**
   * The settings after an update whose shape was checked.
   *
   * @throws WireException for numbers that are no sensible ones
   */
  public static PolicyDocument apply(PolicyDocument document, JsonObject update)
      throws WireException {
    Generations generations =
        update.containsKey("generations")
            ? read(update.getJsonObject("generations"))
            : document.generations();
    Map<String, Generations> agents = new LinkedHashMap<>(document.ofAgents());
    JsonObject changes = update.getJsonObject("agents", new JsonObject());
    for (String id : changes.fieldNames()) {
      JsonObject change = changes.getJsonObject(id);
      if (!change.containsKey("generations")) {
        continue;
      }
      if (change.getValue("generations") == null) {
        agents.remove(id);
      } else {
        agents.put(id, read(change.getJsonObject("generations")));
      }
    }
    if (agents.size() > MOST_AGENTS) {
      throw refused("There are settings for more than %d locations.".formatted(MOST_AGENTS));
    }
    return document.with(generations, agents);
  }

  private static Generations read(@Nullable JsonObject json) throws WireException {
    if (json == null) {
      return Generations.NONE;
    }
    for (String period : json.fieldNames()) {
      Long count = json.getLong(period);
      if (count != null && count > MOST_KEPT) {
        throw refused(
            "At most %d backups can be kept of a kind @ data['generations']['%s']. Got %d"
                .formatted(MOST_KEPT, period, count));
      }
    }
    return PolicyJson.generations(json);
  }

  private static WireException refused(String message) {
    return new WireException(WireException.INVALID_FORMAT, message);
  }
}
