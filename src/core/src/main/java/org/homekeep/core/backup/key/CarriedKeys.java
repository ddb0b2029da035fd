package org.homekeep.core.backup.key;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.storage.AtomicFiles;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that outlive a restore: it may bring back a ring of the past, and keys that were made
 * since then open backups that are still at their locations. Blocking.
 */
public final class CarriedKeys {
  private static final Logger LOG = LoggerFactory.getLogger(CarriedKeys.class);

  /** A file of the hub's own directory that no restore touches, for its owner alone. */
  public static final String FILE = ".homekeep_keys";

  private CarriedKeys() {}

  static void write(HubDirectories directories, RingDocument document) throws IOException {
    AtomicFiles.write(file(directories), new RingCodec().encode(document).toBuffer().getBytes());
  }

  /**
   * The keys that were carried; none when there is no file, or none that can be read. What a kill
   * has left of writing the file is deleted.
   */
  static List<RingKey> read(HubDirectories directories) throws IOException {
    AtomicFiles.deleteUnfinished(file(directories));
    try {
      byte[] bytes = Files.readAllBytes(file(directories));
      return new RingCodec().decode(Buffer.buffer(bytes).toJsonObject()).keys();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (DecodeException | ClassCastException | UnreadableDocumentException unreadable) {
      // There may be a key in it that a person can still read.
      LOG.atError()
          .addKeyValue("file", file(directories))
          .log("The keys from before a restore cannot be read; the file is left as it is");
      return List.of();
    }
  }

  static void delete(HubDirectories directories) throws IOException {
    Files.deleteIfExists(file(directories));
  }

  private static Path file(HubDirectories directories) {
    return directories.config().resolve(FILE);
  }
}
