package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.homekeep.api.Integration;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;

/** The English texts beside the class of an integration. */
final class Texts {
  private final JsonObject english;

  private Texts(JsonObject english) {
    this.english = english;
  }

  static Texts of(Integration integration) throws IOException {
    try (InputStream in = integration.getClass().getResourceAsStream("translations/en.json")) {
      assertThat(in).as("translations/en.json beside the class of the integration").isNotNull();
      return new Texts(new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  /** Every field of the form of a step must have a label. */
  void assertLabels(String step, FormSchema schema) {
    Set<String> labels = object(step + ".data").fieldNames();
    for (Field field : schema.fields()) {
      if (field instanceof Field.Section section) {
        assertLabels(step + ".sections." + section.name(), section.fields());
      } else {
        assertThat(labels).as("labels under %s.data", step).contains(field.name());
      }
    }
  }

  private JsonObject object(String path) {
    JsonObject found = english;
    for (String key : path.split("\\.", -1)) {
      found = found.getValue(key) instanceof JsonObject inner ? inner : new JsonObject();
    }
    return found;
  }
}
