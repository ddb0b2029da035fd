package org.homekeep.core.backup.archive.inflate;

/** The lengths of the two codes of a block, from which both are made. */
final class CodeLengths {
  private final byte[] lengths;
  private final int literals;

  /**
   * Lengths of two codes.
   *
   * @param lengths 0 to 15 each: of the literals' code, then of the distances'
   * @param literals how many are of the first
   */
  CodeLengths(byte[] lengths, int literals) {
    this.lengths = lengths;
    this.literals = literals;
  }

  byte[] lengths() {
    return lengths;
  }

  int literals() {
    return literals;
  }

  int distances() {
    return lengths.length - literals;
  }
}
