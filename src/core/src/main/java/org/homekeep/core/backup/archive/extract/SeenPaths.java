package org.homekeep.core.backup.archive.extract;

import java.util.Arrays;
import java.util.Optional;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * What lies at the paths of a part, as far as its members were seen.
 *
 * <p>Paths are remembered as hashes of 64 bits, up to a million of them in 16 MiB; more are not.
 * Two paths of one hash would be taken for one, which happens once in millions of archives.
 */
final class SeenPaths {
  /** The hash of the root. */
  static final long ROOT = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;
  private static final int FIRST = 1 << 10;
  private static final int MOST = 1 << 20;

  /** The last bits of a slot say what is there. */
  private static final long KIND = 3;

  private long[] slots = new long[FIRST];
  private int count;

  /** What can lie at a path. */
  enum Kind {
    FILE(1),
    DIRECTORY(2),
    LINK(3);

    private final int bits;

    Kind(int bits) {
      this.bits = bits;
    }
  }

  /** The hash of a path, by that of its parent. */
  static long child(long parent, RawText name) {
    long hash = (parent ^ '/') * PRIME;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.at(i)) * PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    return hash ^ (hash >>> 27);
  }

  /** Whether there may be paths that were not remembered. */
  boolean isFull() {
    return count >= MOST;
  }

  Optional<Kind> at(long path) {
    long slot = slots[place(path)];
    return Arrays.stream(Kind.values()).filter(kind -> kind.bits == (slot & KIND)).findFirst();
  }

  void put(long path, Kind kind) {
    int place = place(path);
    if (slots[place] == 0) {
      if (isFull()) {
        return;
      }
      count++;
    }
    slots[place] = (path & ~KIND) | kind.bits;
    if (count * 2 > slots.length) {
      grow();
    }
  }

  /** Where a path is, or would be. */
  private int place(long path) {
    int place = (int) (path >>> 20) & (slots.length - 1);
    while (slots[place] != 0 && (slots[place] & ~KIND) != (path & ~KIND)) {
      place = (place + 1) & (slots.length - 1);
    }
    return place;
  }

  private void grow() {
    long[] smaller = slots;
    slots = new long[2 * smaller.length];
    for (long slot : smaller) {
      if (slot != 0) {
        slots[place(slot)] = slot;
      }
    }
  }

  void clear() {
    slots = new long[FIRST];
    count = 0;
  }
}
