package org.homekeep.emulator.server;

import io.vertx.core.json.JsonObject;

/** Bytes on disk: the name of a file in the data directory, and its size. */
public record Segment(String name, long size) {
  public JsonObject toJson() {
    return new JsonObject().put("name", name).put("size", size);
  }

  public static Segment fromJson(JsonObject json) {
    return new Segment(json.getString("name"), json.getLong("size"));
  }
}
