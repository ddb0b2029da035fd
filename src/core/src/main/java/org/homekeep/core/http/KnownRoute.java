package org.homekeep.core.http;

import java.util.List;
import org.homekeep.core.auth.Access;

/**
 * A route of the server, without what serves it.
 *
 * @param method such as {@code GET}
 * @param pattern segments; one that begins with a colon stands for any
 */
public record KnownRoute(String method, List<String> pattern, Access access, BodyMode body) {
  public KnownRoute {
    pattern = List.copyOf(pattern);
  }
}
