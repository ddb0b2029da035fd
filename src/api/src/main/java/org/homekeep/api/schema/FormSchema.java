package org.homekeep.api.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a form, in order, with unique names. */
public record FormSchema(List<Field> fields) {

  /** Checks that no name comes twice. */
  public FormSchema {
    fields = List.copyOf(fields);
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.name())) {
        throw new IllegalArgumentException("Two fields are named " + field.name());
      }
    }
  }

  /** The given fields. */
  public static FormSchema of(Field... fields) {
    return new FormSchema(List.of(fields));
  }

  /** A form with nothing to fill in: it only asks for a confirmation. */
  public static FormSchema empty() {
    return new FormSchema(List.of());
  }

  /** The field of a name, if there is one. */
  public Optional<Field> find(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** This form, filled with the given values where it has fields for them. */
  public FormSchema suggesting(Values values) {
    return new FormSchema(fields.stream().map(field -> field.suggesting(values)).toList());
  }
}
