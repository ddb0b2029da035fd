package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.runtime.Timers;

/**
 * The last answers of flows that ended while nobody asked, kept until somebody may have looked.
 * Used on the hub's context.
 */
final class EndedFlows {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MOST = 100;

  private final Timers timers;
  private final Map<String, JsonObject> answers = new LinkedHashMap<>();

  EndedFlows(Timers timers) {
    this.timers = timers;
  }

  void keep(String flowId, JsonObject answer) {
    if (answers.size() >= MOST) {
      answers.remove(answers.keySet().iterator().next());
    }
    answers.put(flowId, answer);
    timers.after(KEPT, () -> answers.remove(flowId));
  }

  Optional<JsonObject> find(String flowId) {
    return Optional.ofNullable(answers.get(flowId)).map(JsonObject::copy);
  }
}
