package org.homekeep.core.http;

import io.vertx.core.Future;

/** Serves the requests of one route. Called on the hub's context. */
@FunctionalInterface
public interface RouteHandler {

  /**
   * Answers one request.
   *
   * <p>A failure with a {@code WireException} answers 400 with its message, a {@link HttpException}
   * its own status; any other failure is logged and answers 500.
   */
  Future<HttpAnswer> handle(ApiRequest request);
}
