package org.homekeep.core.integration;

import io.vertx.core.json.JsonObject;

/**
 * What an integration says about itself, checked (framework.md §6.1).
 *
 * @param integrationType such as {@code service}; {@code hub} when the manifest has none
 * @param configFlow whether people can add it
 * @param singleConfigEntry whether it can be added once only
 * @param json the manifest as it was written
 */
public record Manifest(
    String domain,
    String name,
    String integrationType,
    boolean configFlow,
    boolean singleConfigEntry,
    String json) {

  /** The manifest as clients get it, with what the loader adds. */
  public JsonObject wire() {
    return new JsonObject(json).put("is_built_in", true).put("overwrites_built_in", false);
  }
}
