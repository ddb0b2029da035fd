package org.homekeep.core.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a piece of JSON from outside must look like. Shapes are closed: what they do not name is
 * refused (framework.md §1.2).
 */
@FunctionalInterface
public interface Shape {

  /**
   * Checks a value as Vert.x decodes it ({@code JsonObject}, {@code JsonArray}, {@code String},
   * {@code Number}, {@code Boolean} or null).
   *
   * @param path where the value stands, such as {@code data['agents']['backup.local']}
   * @throws ShapeException naming the place and what was expected there
   */
  void check(@Nullable Object value, String path) throws ShapeException;
}
