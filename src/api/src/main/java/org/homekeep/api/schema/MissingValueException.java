package org.homekeep.api.schema;

/** A value that the code relies on is not there, or is of another kind than the code expects. */
public final class MissingValueException extends IllegalStateException {

  MissingValueException(String name, String kind) {
    super(
        "The stored configuration has no %s named '%s'. Reconfigure the integration to set it."
            .formatted(kind, name));
  }
}
