package org.homekeep.core.http;

import io.vertx.core.http.HttpMethod;
import org.homekeep.core.auth.Access;

/** The routes of the server. Capabilities add theirs before the server listens. */
public interface Routes {

  /**
   * Adds a route.
   *
   * @param path with parameters as {@code :name}, such as {@code /api/backup/download/:backup_id}
   */
  void add(HttpMethod method, String path, Access access, BodyMode body, RouteHandler handler);
}
