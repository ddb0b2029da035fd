package org.homekeep.api;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Optional;

/**
 * A document that an integration keeps for itself and not for an entry: {@code
 * .<domain>/<name>.json} in the data directory, readable by the hub alone. It is in backups, and
 * comes back with them.
 *
 * <p>All calls block. It may hold secrets; the hub does not search diagnostics for them.
 */
public interface StateFile {
  /** No document is larger, in bytes. */
  int MOST_BYTES = 1024 * 1024;

  /**
   * What was written last; empty when nothing was.
   *
   * @throws IOException when it cannot be read, or is no JSON object
   */
  Optional<JsonObject> read() throws IOException;

  /**
   * Replaces it, as a whole or not at all, on the disk when this returns.
   *
   * @throws IOException when it cannot be written; then it is as it was
   */
  void write(JsonObject document) throws IOException;

  /** Deletes it; does nothing when there is none. */
  void delete() throws IOException;
}
