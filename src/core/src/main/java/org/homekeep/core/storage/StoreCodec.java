package org.homekeep.core.storage;

import io.vertx.core.json.JsonObject;

/**
 * How a document becomes JSON and comes back, old versions included.
 *
 * @param <T> the document, immutable
 */
public interface StoreCodec<T> {

  /** The JSON of the current version. */
  JsonObject encode(T document);

  /**
   * Reads the JSON of any version that {@link StoreKey} accepts, migrating old ones.
   *
   * @throws UnreadableDocumentException when it is not such a document
   */
  T decode(JsonObject data, int version, int minorVersion) throws UnreadableDocumentException;
}
