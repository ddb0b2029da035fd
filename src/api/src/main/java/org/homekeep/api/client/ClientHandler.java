package org.homekeep.api.client;

import io.vertx.core.Future;
import org.homekeep.api.schema.Values;

/** Answers one client. Called on the integration's own threads, one minute at most. */
@FunctionalInterface
public interface ClientHandler {

  /**
   * Answers one call. Fails with a {@link ClientRefusedException} for what the client is to hear;
   * any other failure is logged, and the client hears that something went wrong.
   *
   * @param values what was sent, checked against what was declared
   */
  Future<ClientAnswer> handle(Values values);
}
