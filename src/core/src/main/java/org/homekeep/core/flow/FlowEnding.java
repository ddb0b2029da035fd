package org.homekeep.core.flow;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.StepResult;

/** What flows need to know of config entries, and what they do to them at their end. */
public interface FlowEnding {

  /** Why a flow must not even start, as an abort reason of the hub. */
  Optional<String> refusal(FlowStart start);

  /** What the flow knows at the start of each step. */
  FlowContext context(FlowStart start);

  /**
   * Makes the entry and sets it up. When the future succeeds, the entry is on the disk.
   *
   * <p>Fails with {@link FlowRefusedException} when there may be no such entry.
   *
   * @return {@code version}, {@code minor_version} and {@code result} of the answer
   */
  Future<JsonObject> create(FlowStart start, StepResult.CreateEntry result);

  /** Changes the entry, on the disk first, and reloads it. */
  Future<Void> update(FlowStart start, StepResult.UpdateEntry result);
}
