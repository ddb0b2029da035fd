package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.homekeep.emulator.server.Params;

/** A call that takes parameters and answers with JSON; throws or fails with {@link B2Error}. */
interface JsonCall {
  Future<JsonObject> handle(Invocation invocation);

  /**
   * One use of a call.
   *
   * @param version the version of the API in the path, 1–4
   * @param baseUrl the address by which the client knows this server
   */
  record Invocation(int version, Params params, Grant grant, String baseUrl) {}
}
