package org.homekeep.core.backup.testing;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.RouteHandler;
import org.homekeep.core.http.Routes;

/** Routes as they were added. */
public final class MemoryRoutes implements Routes {
  /** One of them. */
  public record Added(
      HttpMethod method, String path, Access access, BodyMode body, RouteHandler handler) {}

  private final List<Added> added = new ArrayList<>();

  @Override
  public void add(
      HttpMethod method, String path, Access access, BodyMode body, RouteHandler handler) {
    added.add(new Added(method, path, access, body, handler));
  }

  public List<Added> added() {
    return List.copyOf(added);
  }
}
