package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** What a browser is shown at addresses that are no routes. */
@FunctionalInterface
public interface Page {

  /**
   * Answers a GET or HEAD. Called on the hub's context, after everything that is checked of every
   * request; fails with an {@link HttpException} 404 where there is nothing.
   *
   * @param path decoded, without anything that walks upwards
   */
  Future<HttpAnswer> show(HttpServerRequest request, String path);
}
