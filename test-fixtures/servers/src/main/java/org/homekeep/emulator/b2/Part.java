package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import org.homekeep.emulator.server.Segment;

/** A part of an unfinished large file. */
record Part(int number, String sha1, String md5, long uploadedAt, Segment segment) {
  JsonObject toJson() {
    return new JsonObject()
        .put("number", number)
        .put("sha1", sha1)
        .put("md5", md5)
        .put("uploadedAt", uploadedAt)
        .put("segment", segment.toJson());
  }

  static Part fromJson(JsonObject json) {
    return new Part(
        json.getInteger("number"),
        json.getString("sha1"),
        json.getString("md5"),
        json.getLong("uploadedAt"),
        Segment.fromJson(json.getJsonObject("segment")));
  }
}
