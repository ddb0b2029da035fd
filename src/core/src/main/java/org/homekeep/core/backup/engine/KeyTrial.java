package org.homekeep.core.backup.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.read.KeyCheck;

/**
 * How trying some keys on an archive went.
 *
 * @param check {@link KeyCheck#OPENS}, or why none of them does
 * @param key the one that opens it
 */
public record KeyTrial(KeyCheck check, Optional<Secret> key) {

  /** Tries one key. */
  @FunctionalInterface
  interface Attempt {
    KeyCheck with(Secret key) throws IOException;
  }

  /** Tries one key after the other; without any, none is the right one. */
  static KeyTrial of(List<Secret> keys, Attempt attempt) throws IOException {
    for (Secret key : keys) {
      KeyCheck check = attempt.with(key);
      if (check != KeyCheck.WRONG_KEY) {
        return new KeyTrial(check, check == KeyCheck.OPENS ? Optional.of(key) : Optional.empty());
      }
    }
    return new KeyTrial(KeyCheck.WRONG_KEY, Optional.empty());
  }
}
