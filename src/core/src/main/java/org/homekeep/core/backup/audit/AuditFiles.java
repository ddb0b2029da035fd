package org.homekeep.core.backup.audit;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.homekeep.core.storage.AtomicFiles;

/**
 * The files of the log: the newest without a number, older ones numbered by age. Blocking; used by
 * one thread.
 *
 * <p>Lines are numbered through all files. A line that a power cut left half is passed over.
 */
final class AuditFiles {
  private static final String NAME = "deletions.jsonl";
  private static final String LINE = "line";

  private final Path directory;
  private final long limit;
  private final int generations;
  private long last;

  /**
   * @param limit in bytes, from which on a file is put aside
   * @param generations how many files that were put aside are kept
   */
  AuditFiles(Path directory, long limit, int generations) {
    this.directory = directory;
    this.limit = limit;
    this.generations = generations;
  }

  /** Finds out how many lines there were. */
  void open() throws IOException {
    List<JsonObject> newest = page(OptionalLong.empty(), 1).lines();
    last = newest.isEmpty() ? 0 : newest.get(0).getLong(LINE);
  }

  /** Adds lines; when this returns, they are on the disk, and otherwise none of them is. */
  void append(List<JsonObject> lines) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      AtomicFiles.syncDirectory(parent());
    }
    Path file = file(0);
    if (sizeOf(file) >= limit) {
      putAside();
    }
    boolean fresh = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      long end = channel.size();
      try {
        write(channel, text(lines, endsWithinLine(channel, end)), end);
        channel.force(true);
      } catch (IOException full) {
        channel.truncate(end);
        throw full;
      }
    }
    if (fresh) {
      AtomicFiles.syncDirectory(directory);
    }
    last += lines.size();
  }

  private Path parent() {
    Path parent = directory.toAbsolutePath().getParent();
    return parent == null ? directory : parent;
  }

  private static boolean endsWithinLine(FileChannel channel, long end) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return end > 0 && channel.read(one, end - 1) == 1 && one.get(0) != '\n';
  }

  private String text(List<JsonObject> lines, boolean withinLine) {
    StringBuilder text = new StringBuilder(withinLine ? "\n" : "");
    long number = last;
    for (JsonObject line : lines) {
      number++;
      text.append(new JsonObject().put(LINE, number).mergeIn(line).encode()).append('\n');
    }
    return text.toString();
  }

  private static void write(FileChannel channel, String text, long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long position = from;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private void putAside() throws IOException {
    for (int age = generations; age > 0; age--) {
      Path younger = file(age - 1);
      if (Files.exists(younger, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(
            younger,
            file(age),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    AtomicFiles.syncDirectory(directory);
  }

  private Path file(int age) {
    return directory.resolve(age == 0 ? NAME : NAME + "." + age);
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException none) {
      return 0;
    }
  }

  /** The newest lines before a number. */
  AuditPage page(OptionalLong before, int count) throws IOException {
    List<JsonObject> found = new ArrayList<>();
    for (int age = 0; age <= generations && found.size() <= count; age++) {
      List<String> lines = content(file(age)).lines().toList();
      for (int i = lines.size() - 1; i >= 0 && found.size() <= count; i--) {
        read(lines.get(i))
            .filter(line -> before.isEmpty() || line.getLong(LINE) < before.getAsLong())
            .ifPresent(found::add);
      }
    }
    boolean more = found.size() > count;
    List<JsonObject> shown = more ? found.subList(0, count) : found;
    return new AuditPage(
        shown,
        more && !shown.isEmpty()
            ? OptionalLong.of(shown.get(shown.size() - 1).getLong(LINE))
            : OptionalLong.empty());
  }

  /** A file that others made large is read from its end only. */
  private String content(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      long length = Math.min(in.size(), 2 * limit);
      in.position(in.size() - length);
      byte[] bytes = Channels.newInputStream(in).readNBytes((int) length);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static Optional<JsonObject> read(String line) {
    try {
      JsonObject json = new JsonObject(line);
      return json.getLong(LINE) == null ? Optional.empty() : Optional.of(json);
    } catch (DecodeException | ClassCastException half) {
      return Optional.empty();
    }
  }
}
