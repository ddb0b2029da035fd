package org.homekeep.emulator.server;

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
 * data/SEGMENT          the bytes of files
 * tmp/                  what is not there yet; emptied at the start
 * </pre>
 *
 * <p>Everything appears by a rename, bytes before the JSON that names them, so that a crash leaves
 * the old state or the new one and at most bytes that nobody names; those go at the next start.
 */
public class StateDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
  private static final String DATA = "data";
  private static final String TEMPORARY = "tmp";

  private final Path root;
  private final FileChannel lockFile;

  /** Takes the directory for this emulator alone, creating what is missing. */
  protected StateDirectory(Path root, List<String> directories) throws IOException {
    this.root = root;
    for (String directory : directories) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.createDirectories(root.resolve(DATA));
    Files.createDirectories(root.resolve(TEMPORARY));
    lockFile = lock(root);
    for (Path leftover : list(root.resolve(TEMPORARY))) {
      Files.delete(leftover);
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel lockFile =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        throw inUse(root);
      }
      return lockFile;
    } catch (OverlappingFileLockException sameProcess) {
      lockFile.close();
      throw inUse(root);
    } catch (IOException failed) {
      lockFile.close();
      throw failed;
    }
  }

  private static IOException inUse(Path root) {
    return new IOException(
        "Another emulator uses %s. Stop it, or give this one another directory.".formatted(root));
  }

  /** A path below the directory. */
  protected final Path resolve(String relative) {
    return root.resolve(relative);
  }

  /** Where to put what is not there yet. */
  public final Path temporary() {
    return root.resolve(TEMPORARY).resolve(UUID.randomUUID().toString());
  }

  /** Where bytes are. */
  public final Path data(Segment segment) {
    return root.resolve(DATA).resolve(segment.name());
  }

  /** Gives received bytes their place. */
  public final Segment keep(Path temporary, long size) throws IOException {
    Segment segment = new Segment(UUID.randomUUID().toString().replace("-", ""), size);
    Files.move(temporary, data(segment), StandardCopyOption.ATOMIC_MOVE);
    return segment;
  }

  /** Replaces a document as a whole; only its owner may read it. */
  public final void write(Path target, JsonObject document) throws IOException {
    Path temporary = temporary();
    Files.write(temporary, document.toBuffer().getBytes());
    if (Files.getFileAttributeView(temporary, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    }
    Files.createDirectories(target.getParent());
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads a document, when there is one. */
  public final Optional<JsonObject> read(Path source) throws IOException {
    try {
      return Optional.of(new JsonObject(Buffer.buffer(Files.readAllBytes(source))));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (DecodeException broken) {
      throw new IOException(
          "%s is not JSON; the directory was changed by something else.".formatted(source), broken);
    }
  }

  /** Whether bytes are there as they were kept. */
  public final boolean isWhole(Segment segment) throws IOException {
    Path file = data(segment);
    return Files.isRegularFile(file) && Files.size(file) == segment.size();
  }

  /** Deletes bytes. */
  public final void deleteData(List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      Files.deleteIfExists(data(segment));
    }
  }

  /** Deletes bytes that no document names. */
  protected final void sweepData(Set<String> segments) throws IOException {
    for (Path data : list(root.resolve(DATA))) {
      if (!segments.contains(data.getFileName().toString())) {
        LOG.atInfo().addKeyValue("segment", data.getFileName()).log("Removed unnamed bytes");
        Files.delete(data);
      }
    }
  }

  @Override
  public final void close() throws IOException {
    lockFile.close();
  }

  /** Reads all documents of a directory. */
  protected final List<JsonObject> readAll(Path directory) throws IOException {
    List<JsonObject> documents = new ArrayList<>();
    for (Path file : list(directory)) {
      read(file).ifPresent(documents::add);
    }
    return documents;
  }

  /** What is in a directory. */
  protected static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
