package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;

/** Bytes on disk: the name of a file in the data directory, and its size. */
record Segment(String name, long size) {
  JsonObject toJson() {
    return new JsonObject().put("name", name).put("size", size);
  }

  static Segment fromJson(JsonObject json) {
    return new Segment(json.getString("name"), json.getLong("size"));
  }
}
