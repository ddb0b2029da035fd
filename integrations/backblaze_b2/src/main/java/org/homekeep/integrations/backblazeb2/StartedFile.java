package org.homekeep.integrations.backblazeb2;

import java.util.Map;
import java.util.Optional;

/**
 * A large file that B2 takes parts for, or has put together already.
 *
 * @param parts those that B2 has, by number
 * @param finished the whole file, when its parts were put together before the answer was heard
 */
record StartedFile(String fileId, Map<Integer, StoredPart> parts, Optional<ObjectRef> finished) {
  StartedFile {
    parts = Map.copyOf(parts);
  }

  /** A part that B2 has. */
  record StoredPart(long length, String sha1) {}

  /** Whether B2 has this part. */
  boolean has(int number, PartBuffer part) {
    return Optional.ofNullable(parts.get(number))
        .filter(stored -> stored.length() == part.length() && stored.sha1().equals(part.sha1()))
        .isPresent();
  }
}
