package org.homekeep.emulator.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of a file, by its first byte and its length. */
public record ByteRange(long start, long length) {
  private static final Pattern HEADER = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * What a {@code Range} header asks for; absent for the whole file, also when the header is not
   * understood.
   *
   * @throws CallError when no byte of the file is in the range
   */
  public static Optional<ByteRange> of(Optional<String> header, long size) {
    Optional<Matcher> parsed = header.map(HEADER::matcher).filter(Matcher::matches);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    String first = parsed.get().group(1);
    String last = parsed.get().group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    if (first.isEmpty()) {
      long suffix = Math.min(Long.parseLong(last), size);
      return Optional.of(checked(size - suffix, suffix, size));
    }
    long start = Long.parseLong(first);
    long end = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    if (!last.isEmpty() && Long.parseLong(last) < start) {
      return Optional.empty();
    }
    return Optional.of(checked(start, end - start + 1, size));
  }

  private static ByteRange checked(long start, long length, long size) {
    if (start >= size || length < 1) {
      throw new CallError(
          416, "range_not_satisfiable", "The range is not in the file of %d bytes".formatted(size));
    }
    return new ByteRange(start, length);
  }

  public String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(start, start + length - 1, size);
  }
}
