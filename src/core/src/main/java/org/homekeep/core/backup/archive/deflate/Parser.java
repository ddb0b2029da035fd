package org.homekeep.core.backup.archive.deflate;

/** A way to find matches, which remembers where it has been. */
interface Parser {
  /** Bytes at the end of the data that are too few to look up. */
  int TAIL = Long.BYTES - 1;

  /** Forgets everything and learns a window, which ends where parsing begins. */
  void begin(byte[] data, int windowFrom, int from);

  /**
   * Parses a stretch, from where the last one ended, until its end or until the tokens are full.
   *
   * @param softEnd where the stretch is to end; its last match may reach further
   * @param to the end of the data
   * @return where the stretch ended
   */
  int parse(byte[] data, int from, int softEnd, int to, Tokens tokens);

  /** Where a stretch ends after its last match: no tail is left for the next one. */
  static int endOfStretch(int matchedTo, int softEnd, int to) {
    return softEnd >= to - TAIL ? to : Math.max(matchedTo, softEnd);
  }
}
