package org.homekeep.core.diagnostics;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a text says to somebody who reads it in one way, such as hex, and where each piece of that
 * stands in the text: a secret is found in the reading and taken out of the text.
 */
final class ReadText {
  /** Stands between pieces that do not belong together; no reading ever holds it. */
  static final int BREAK = -1;

  private int[] pieces = new int[64];
  private int[] begins = new int[64];
  private int[] ends = new int[64];
  private int size;

  /** The next piece of the reading, from where to where it stands in the text. */
  void add(int piece, int begin, int end) {
    if (size == pieces.length) {
      pieces = Arrays.copyOf(pieces, size * 2);
      begins = Arrays.copyOf(begins, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    pieces[size] = piece;
    begins[size] = begin;
    ends[size++] = end;
  }

  /** Where something stands in a text: from the first index up to the second. */
  record Place(int begin, int end) {}

  /** The first place of some pieces in a row that begins at or after an index of the text. */
  Optional<Place> find(int[] wanted, int from) {
    for (int i = 0; i + wanted.length <= size; i++) {
      if (begins[i] >= from
          && Arrays.equals(pieces, i, i + wanted.length, wanted, 0, wanted.length)) {
        return Optional.of(new Place(begins[i], ends[i + wanted.length - 1]));
      }
    }
    return Optional.empty();
  }
}
