package org.homekeep.app.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON for scripts: one line an object, in ASCII, so that no name can harm a terminal. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String line(ObjectNode object) {
    try {
      // The one control character that the library leaves as it is.
      return MAPPER.writeValueAsString(object).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A JSON tree can always be written.", impossible);
    }
  }
}
