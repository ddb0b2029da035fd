package org.homekeep.core.websocket;

import io.vertx.core.Future;

/** Runs a command. Called on the hub's context, after access and shape were checked. */
@FunctionalInterface
public interface CommandHandler {

  /**
   * Runs one call. A {@code WireException} becomes an error result with its code; any other failure
   * is logged and becomes {@code unknown_error} (framework.md §1.3).
   */
  Future<CommandResult> handle(CommandCall call);
}
