package org.homekeep.core.frontend.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Looks files up and says how they are sent. All of it blocks. */
final class Reader {
  /** Less fits into one packet anyway; more is sent as it is, rather than keep a thread busy. */
  private static final long LEAST_COMPRESSED = 1400;

  private static final long MOST_COMPRESSED = 4 * 1024 * 1024;

  private Reader() {}

  /**
   * A document that is read as a whole: its inline scripts make its policy.
   *
   * @param rendering what is made of its text
   */
  static Optional<Served> document(
      ServedDirectory directory,
      String name,
      UnaryOperator<String> rendering,
      List<Coding> accepted)
      throws IOException {
    Optional<Path> file = directory.find(List.of(name));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String html = rendering.apply(Html.read(file.get()));
    return Optional.of(text(name, html, PagePolicy.ofDocument(html), accepted));
  }

  /** A text that is in memory. */
  static Served text(String name, String text, String policy, List<Coding> accepted) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean packed = accepted.contains(Coding.GZIP) && isWorthIt(name, bytes.length);
    return new Served(
        MediaTypes.of(name),
        policy,
        tag(HexFormat.of().formatHex(Sha256.of(bytes), 0, 16), packed),
        isWorthIt(name, bytes.length),
        packed ? Optional.of(Coding.GZIP) : Optional.empty(),
        packed ? Optional.empty() : Optional.of((long) bytes.length),
        () -> new Piecewise(new ByteArrayInputStream(bytes), packed));
  }

  /**
   * A file, in the coding in which it lies there when the client takes that, else compressed on the
   * way.
   */
  static Optional<Served> file(
      ServedDirectory directory, List<String> segments, String policy, List<Coding> accepted)
      throws IOException {
    Optional<Path> plain = directory.find(segments);
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    String name = segments.get(segments.size() - 1);
    boolean compressible = MediaTypes.isCompressible(name);
    if (compressible) {
      for (Coding coding : accepted) {
        Optional<Path> neighbour = directory.find(withSuffix(segments, coding.suffix()));
        if (neighbour.isPresent()) {
          return Optional.of(asItLies(neighbour.get(), name, policy, true, Optional.of(coding)));
        }
      }
    }
    BasicFileAttributes attributes = attributes(plain.get());
    return Optional.of(
        accepted.contains(Coding.GZIP) && isWorthIt(name, attributes.size())
            ? packed(plain.get(), attributes, name, policy)
            : asItLies(plain.get(), name, policy, compressible, Optional.empty()));
  }

  private static Served asItLies(
      Path file, String name, String policy, boolean varies, Optional<Coding> coding)
      throws IOException {
    BasicFileAttributes attributes = attributes(file);
    return new Served(
        MediaTypes.of(name),
        policy,
        tag(version(attributes), false),
        varies,
        coding,
        Optional.of(attributes.size()),
        () -> new Piecewise(Files.newInputStream(file), false));
  }

  private static Served packed(
      Path file, BasicFileAttributes attributes, String name, String policy) {
    return new Served(
        MediaTypes.of(name),
        policy,
        tag(version(attributes), true),
        true,
        Optional.of(Coding.GZIP),
        Optional.empty(),
        () -> new Piecewise(Files.newInputStream(file), true));
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  private static boolean isWorthIt(String name, long size) {
    return MediaTypes.isCompressible(name) && size >= LEAST_COMPRESSED && size <= MOST_COMPRESSED;
  }

  private static List<String> withSuffix(List<String> segments, String suffix) {
    List<String> changed = new ArrayList<>(segments);
    int last = changed.size() - 1;
    changed.set(last, changed.get(last) + suffix);
    return changed;
  }

  /** Another file in the same place is another inode, whatever time it was given. */
  private static String version(BasicFileAttributes attributes) {
    return "%x-%x-%x"
        .formatted(
            attributes.lastModifiedTime().toMillis(),
            attributes.size(),
            Objects.hashCode(attributes.fileKey()));
  }

  private static String tag(String version, boolean packed) {
    return "\"" + version + (packed ? "-gz\"" : "\"");
  }
}
