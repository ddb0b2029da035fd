package org.homekeep.core.backup.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The piece of a file that a client asks for, so that a download that broke can go on. */
record FileRange(long first, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * The piece that a header asks for; empty when the whole is to be sent, which a server may always
   * do. A piece without bytes is beyond the end of the file.
   */
  static Optional<FileRange> of(Optional<String> header, long size) {
    Optional<Matcher> asked = header.map(FORM::matcher).filter(Matcher::matches);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    String from = asked.get().group(1);
    String to = asked.get().group(2);
    if (from.isEmpty()) {
      long last = to.isEmpty() ? 0 : Math.min(size, Long.parseLong(to));
      return to.isEmpty() ? Optional.empty() : Optional.of(new FileRange(size - last, last));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
    return !to.isEmpty() && Long.parseLong(to) < first
        ? Optional.empty()
        : Optional.of(new FileRange(first, Math.max(0, last - first + 1)));
  }

  /** Its place in the whole, as the answer names it. */
  String within(long size) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
  }
}
