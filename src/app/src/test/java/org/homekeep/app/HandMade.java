package org.homekeep.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;
import org.homekeep.core.backup.archive.tar.TarWriter;

/** A tar put together member by member, as no writer of ours does it. */
final class HandMade {
  private static final String METADATA =
      """
      {"slug": "deadbeef", "name": "x", "date": "2025-10-09T10:53:20+00:00", "version": 2}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TarWriter tar = new TarWriter(out);

  /** An archive with a part. */
  static HandMade archive(String part, HandMade content) {
    return new HandMade()
        .file("./backup.json", 0644, METADATA.getBytes(StandardCharsets.UTF_8))
        .file(part, 0644, content.bytes());
  }

  /** An archive of Home Assistant's part alone, as a file. */
  Path asPartOf(Path archive) throws IOException {
    return archive("homeassistant.tar", this).write(archive);
  }

  HandMade directory(String name, int mode) {
    return add(name, TarType.DIRECTORY, mode, "", new byte[0]);
  }

  HandMade file(String name, int mode) {
    return file(name, mode, name.getBytes(StandardCharsets.UTF_8));
  }

  HandMade file(String name, int mode, byte[] content) {
    return add(name, TarType.FILE, mode, "", content);
  }

  HandMade link(TarType type, String name, String target) {
    return add(name, type, 0777, target, new byte[0]);
  }

  private HandMade add(String name, TarType type, int mode, String link, byte[] content) {
    try {
      tar.begin(
          new TarEntry(
              RawText.of(name),
              type,
              content.length,
              mode,
              0,
              0,
              Instant.EPOCH,
              RawText.of(link),
              Map.of()));
      tar.write(content, 0, content.length);
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  byte[] bytes() {
    try {
      tar.finish();
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Writes it to a file. */
  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }
}
