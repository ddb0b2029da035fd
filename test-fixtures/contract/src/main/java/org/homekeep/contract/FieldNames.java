package org.homekeep.contract;

import java.util.List;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;

/** The names of the fields of a schema. */
final class FieldNames {
  private FieldNames() {}

  static List<String> of(FormSchema schema) {
    return schema.fields().stream().map(Field::name).toList();
  }

  /** Of those that become a secret. */
  static List<String> ofSecrets(FormSchema schema) {
    return schema.fields().stream()
        .filter(Field.Hidden.class::isInstance)
        .map(Field::name)
        .toList();
  }
}
