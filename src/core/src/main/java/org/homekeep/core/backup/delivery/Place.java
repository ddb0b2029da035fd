package org.homekeep.core.backup.delivery;

import java.util.Optional;

/** Where the archive of a backup lies while locations wait for it. */
public sealed interface Place {

  /**
   * In the backup directory, without a name of its own yet.
   *
   * @param name under which it lies there until it has one
   */
  record BeingNamed(String name) implements Place {}

  /** In the backup directory, as a backup that is listed. */
  record Here() implements Place {}

  /**
   * Among the temporary files, no longer than somebody waits for it.
   *
   * @param name of the file there
   * @param source the location that it was fetched from, which has the backup as well
   */
  record Temporary(String name, Optional<String> source) implements Place {}

  /** The name of the file in the backup directory that is not listed yet. */
  default Optional<String> unnamed() {
    return this instanceof BeingNamed place ? Optional.of(place.name()) : Optional.empty();
  }

  /** The name of the temporary file. */
  default Optional<String> temporary() {
    return this instanceof Temporary place ? Optional.of(place.name()) : Optional.empty();
  }

  /** The location that the archive was fetched from. */
  default Optional<String> from() {
    return this instanceof Temporary place ? place.source() : Optional.empty();
  }
}
