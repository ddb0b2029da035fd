package org.homekeep.core.backup.simulation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Settings as people change them, drawn at random. */
final class Whims {
  private final Random random;
  private final List<String> agentIds;

  Whims(Random random, List<String> agentIds) {
    this.random = random;
    this.agentIds = List.copyOf(agentIds);
  }

  /** Some locations, at least one. */
  List<String> locations() {
    List<String> some = new ArrayList<>();
    for (String agentId : agentIds) {
      if (random.nextInt(3) > 0) {
        some.add(agentId);
      }
    }
    return some.isEmpty() ? List.of(agentIds.get(random.nextInt(agentIds.size()))) : some;
  }

  /** One of some things, if there are any. */
  <T> Optional<T> oneOf(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** Home Assistant's settings of the beginning. */
  JsonObject all() {
    JsonObject agents = new JsonObject();
    for (String agentId : agentIds) {
      agents.put(agentId, agent());
    }
    return destinations()
        .put("schedule", schedule())
        .put("retention", retention())
        .put("agents", agents);
  }

  /** A change of Home Assistant's settings. */
  JsonObject change() {
    return switch (random.nextInt(5)) {
      case 0 -> new JsonObject().put("schedule", schedule());
      case 1 -> new JsonObject().put("retention", retention());
      case 2 -> destinations();
      case 3 -> new JsonObject().put("create_backup", new JsonObject().put("password", key()));
      default ->
          new JsonObject()
              .put(
                  "agents",
                  new JsonObject().put(agentIds.get(random.nextInt(agentIds.size())), agent()));
    };
  }

  /** A key of the ring, or none. */
  String key() {
    return Supplies.KEYS.get(random.nextInt(Supplies.KEYS.size())).reveal();
  }

  private JsonObject destinations() {
    JsonObject destinations = destinations(locations());
    destinations.getJsonObject("create_backup").put("password", key());
    return destinations;
  }

  /** All locations. */
  List<String> everywhere() {
    return agentIds;
  }

  /** Automatic backups go to these locations. */
  static JsonObject destinations(List<String> locations) {
    return new JsonObject()
        .put("create_backup", new JsonObject().put("agent_ids", new JsonArray(locations)));
  }

  private JsonObject agent() {
    JsonObject agent = new JsonObject().put("protected", random.nextInt(3) > 0);
    if (random.nextInt(3) == 0) {
      agent.put("retention", retention());
    }
    return agent;
  }

  private JsonObject schedule() {
    JsonObject schedule = new JsonObject();
    switch (random.nextInt(5)) {
      case 0 -> schedule.put("recurrence", "never");
      case 1, 2 ->
          schedule
              .put("recurrence", "custom_days")
              .put(
                  "days",
                  new JsonArray(List.of("mon", "thu", "sun").subList(0, 1 + random.nextInt(3))));
      default -> schedule.put("recurrence", "daily");
    }
    if (random.nextBoolean()) {
      schedule.put("time", "%02d:%02d:00".formatted(random.nextInt(24), random.nextInt(60)));
    }
    return schedule;
  }

  private JsonObject retention() {
    return switch (random.nextInt(4)) {
      case 0 -> new JsonObject().putNull("copies").putNull("days");
      case 1 -> new JsonObject().putNull("copies").put("days", 1 + random.nextInt(20));
      default -> new JsonObject().put("copies", 1 + random.nextInt(5)).putNull("days");
    };
  }

  /** A change of our own settings. */
  JsonObject generations() {
    JsonObject kept = new JsonObject();
    for (String period : List.of("daily", "weekly", "monthly")) {
      if (random.nextBoolean()) {
        kept.put(period, 1 + random.nextInt(4));
      }
    }
    return new JsonObject().put("generations", random.nextInt(3) == 0 ? null : kept);
  }
}
