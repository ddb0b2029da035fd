package org.homekeep.core.backup.simulation;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of an archive: immutable, and quickly compared with themselves. */
final class Content {
  private final byte[] bytes;

  private Content(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes of an array that nobody changes any more. */
  static Content of(byte[] bytes) {
    return new Content(bytes);
  }

  InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  boolean isSameAs(Content other) {
    return this == other || Arrays.equals(bytes, other.bytes);
  }

  boolean isSameAs(byte[] other) {
    return Arrays.equals(bytes, other);
  }
}
