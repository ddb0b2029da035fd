package org.homekeep.emulator.b2;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one emulator; all of it blocks.
 *
 * <pre>
 * account.json          account, keys, buckets
 * versions/FILE.json    one for each version of a file
 * parts/FILE/N.json     the parts of unfinished large files
 * data/SEGMENT          the bytes
 * tmp/                  what is not there yet; emptied at the start
 * </pre>
 *
 * <p>Everything appears by a rename, bytes before the JSON that names them, so that a crash leaves
 * the old state or the new one and at most bytes that nobody names; those go at the next start.
 */
final class Disk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
  private static final String JSON = ".json";

  private final Path root;
  private final FileChannel lockFile;

  private Disk(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /** Takes the directory for this emulator alone, creating it when it is missing. */
  static Disk open(Path root) throws IOException {
    for (String directory : List.of("versions", "parts", "data", "tmp")) {
      Files.createDirectories(root.resolve(directory));
    }
    FileChannel lockFile =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        throw inUse(root);
      }
    } catch (OverlappingFileLockException sameProcess) {
      lockFile.close();
      throw inUse(root);
    } catch (IOException failed) {
      lockFile.close();
      throw failed;
    }
    Disk disk = new Disk(root, lockFile);
    for (Path leftover : list(root.resolve("tmp"))) {
      Files.delete(leftover);
    }
    return disk;
  }

  private static IOException inUse(Path root) {
    return new IOException(
        "Another emulator uses %s. Stop it, or give this one another directory.".formatted(root));
  }

  Path temporary() {
    return root.resolve("tmp").resolve(UUID.randomUUID().toString());
  }

  Path data(Segment segment) {
    return root.resolve("data").resolve(segment.name());
  }

  Path account() {
    return root.resolve("account.json");
  }

  Path version(String fileId) {
    return root.resolve("versions").resolve(fileId + JSON);
  }

  Path part(String fileId, int number) {
    return root.resolve("parts").resolve(fileId).resolve(number + JSON);
  }

  /** Gives received bytes their place. */
  Segment keep(Path temporary, long size) throws IOException {
    Segment segment = new Segment(Ids.segment(), size);
    Files.move(temporary, data(segment), StandardCopyOption.ATOMIC_MOVE);
    return segment;
  }

  /** Replaces a document as a whole; only its owner may read it. */
  void write(Path target, JsonObject document) throws IOException {
    Path temporary = temporary();
    Files.write(temporary, document.toBuffer().getBytes());
    if (Files.getFileAttributeView(temporary, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    }
    Files.createDirectories(target.getParent());
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<JsonObject> read(Path source) throws IOException {
    try {
      return Optional.of(new JsonObject(Buffer.buffer(Files.readAllBytes(source))));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (DecodeException broken) {
      throw new IOException(
          "%s is not JSON; the directory was changed by something else.".formatted(source), broken);
    }
  }

  /** Reads all documents whose paths {@link #version} gives. */
  List<JsonObject> versions() throws IOException {
    return readAll(root.resolve("versions"));
  }

  /** Reads all documents whose paths {@link #part} gives for one file. */
  List<JsonObject> parts(String fileId) throws IOException {
    Path directory = root.resolve("parts").resolve(fileId);
    return Files.isDirectory(directory) ? readAll(directory) : List.of();
  }

  boolean isWhole(Segment segment) throws IOException {
    Path file = data(segment);
    return Files.isRegularFile(file) && Files.size(file) == segment.size();
  }

  void deleteVersion(String fileId) throws IOException {
    Files.deleteIfExists(version(fileId));
  }

  void deleteParts(String fileId) throws IOException {
    Path directory = root.resolve("parts").resolve(fileId);
    if (Files.isDirectory(directory)) {
      for (Path part : list(directory)) {
        Files.delete(part);
      }
      Files.delete(directory);
    }
  }

  void deleteData(List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      Files.deleteIfExists(data(segment));
    }
  }

  /** Deletes bytes that no document names, and parts of files that are finished or gone. */
  void sweep(Set<String> segments, Set<String> unfinished) throws IOException {
    for (Path data : list(root.resolve("data"))) {
      if (!segments.contains(data.getFileName().toString())) {
        LOG.atInfo().addKeyValue("segment", data.getFileName()).log("Removed unnamed bytes");
        Files.delete(data);
      }
    }
    for (Path parts : list(root.resolve("parts"))) {
      if (!unfinished.contains(parts.getFileName().toString())) {
        deleteParts(parts.getFileName().toString());
      }
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private List<JsonObject> readAll(Path directory) throws IOException {
    List<JsonObject> documents = new ArrayList<>();
    for (Path file : list(directory)) {
      read(file).ifPresent(documents::add);
    }
    return documents;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
