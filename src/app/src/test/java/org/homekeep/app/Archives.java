package org.homekeep.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.app.archive.Terminal;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;

/** What the tests of the archive commands have in common: archives, keys, and typing. */
final class Archives {
  static final String KEY = "correct horse battery staple";
  static final String PLAIN = "ha-unprotected-gz-2026.4.1.tar";
  static final String V1 = "ha-v1-gz-2024.11.0.tar";
  static final String V2 = "ha-v2-gz-2026.4.1.tar";
  static final String V3 = "ha-v3-gz-2026.4.1.tar";
  static final String V3_UNCOMPRESSED = "ha-v3-nogz-2026.4.1.tar";

  private static final Map<String, String> ENVIRONMENT = Map.of("HOMEKEEP_BACKUP_KEY", KEY);

  private Archives() {}

  static Path vector(String name) {
    return Path.of("..", "..", "test-fixtures", "vectors", name);
  }

  /** A vector with one byte changed. */
  static Path damaged(Path directory, String vector, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(vector(vector));
    bytes[offset] ^= 0x55;
    return Files.write(directory.resolve("damaged.tar"), bytes);
  }

  /** The beginning of a vector. */
  static Path cut(Path directory, String vector, int size) throws IOException {
    byte[] bytes = Files.readAllBytes(vector(vector));
    return Files.write(directory.resolve("cut.tar"), Arrays.copyOf(bytes, size));
  }

  /** An encrypted archive of three parts, of which the second is of a kind that nobody knows. */
  static Path withUnknownPart(Path directory) throws IOException {
    Path data = Files.createDirectories(directory.resolve("parts"));
    write(data.resolve("a.txt"), "a");
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
            "27e0ff0f",
            "Parts",
            "2026-01-30T05:42:12-08:00",
            true,
            Map.of(),
            new ArchiveMetadata.HomeAssistant("2026.1.0", false));
    List<PartSource> parts =
        Stream.of("homeassistant", "media", "share")
            .map(
                name ->
                    new PartSource(
                        name, "data", data, Exclusions.none(), Map.of(), Omissions.none()))
            .toList();
    Path archive = directory.resolve("parts.tar");
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata, parts, Optional.of(Secret.of(KEY))),
            archive,
            ArchiveObserver.none());
    byte[] bytes = Files.readAllBytes(archive);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int second = text.indexOf("SecureTar\2", text.indexOf("media.tar.gz"));
    bytes[second + "SecureTar".length()] = 9;
    return Files.write(archive, bytes);
  }

  /** Types {@code homekeep archive …} with the vectors' key in the environment. */
  static Typed archive(Object... arguments) {
    return archive(ENVIRONMENT, arguments);
  }

  /** The same with another environment. */
  static Typed archive(Map<String, String> environment, Object... arguments) {
    return Typed.homekeep(Terminal.none(environment, () -> false), line(arguments));
  }

  /** The same with an archive as standard input. */
  static Typed archiveFrom(byte[] input, Object... arguments) {
    return Typed.homekeep(
        terminal(new ByteArrayInputStream(input), OutputStream.nullOutputStream()),
        line(arguments));
  }

  /** The same with standard output for bytes. */
  static Typed archiveTo(OutputStream output, Object... arguments) {
    return Typed.homekeep(terminal(InputStream.nullInputStream(), output), line(arguments));
  }

  /** With standard input and output, and the vectors' key in the environment. */
  static Terminal terminal(InputStream input, OutputStream output) {
    return new Terminal(ENVIRONMENT, () -> false, input, output, false, Optional.empty());
  }

  static String[] line(Object... arguments) {
    List<String> line = new ArrayList<>(List.of("archive"));
    Arrays.stream(arguments).map(Object::toString).forEach(line::add);
    return line.toArray(String[]::new);
  }

  static Path write(Path file, String text) throws IOException {
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
