package org.homekeep.core.flow;

import io.vertx.core.json.JsonObject;

/** How a flow ended that had a result. */
public sealed interface FlowEnd {

  /**
   * Something was made.
   *
   * @param more what the answer holds beside what all of them hold (framework.md §4.1)
   */
  record Created(JsonObject more) implements FlowEnd {}

  /** Something was changed, which clients are told as an abort with a reason of the flow. */
  record Changed(String reason) implements FlowEnd {}
}
