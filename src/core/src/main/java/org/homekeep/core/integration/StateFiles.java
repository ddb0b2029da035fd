package org.homekeep.core.integration;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.homekeep.api.StateFile;
import org.homekeep.core.storage.AtomicFiles;
import org.homekeep.core.wire.JsonText;

/**
 * The files of {@link StateFile}: {@code .<domain>/<name>.json} in the hub's directory, where Home
 * Assistant keeps those of its own. May be used from any thread; all calls block.
 */
public final class StateFiles {
  /** A name from outside is no name of a file. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]{1,64}");

  /** What the hub has there itself, or other programs. */
  private static final Set<String> TAKEN = Set.of("storage", "cache", "homekeep_restore", "git");

  private final Path config;

  /**
   * @param config the hub's own directory
   */
  public StateFiles(Path config) {
    this.config = config;
  }

  /**
   * @throws IllegalArgumentException when there can be no such file
   */
  StateFile of(String domain, String name) {
    if (!PLAIN.matcher(domain).matches()
        || !PLAIN.matcher(name).matches()
        || TAKEN.contains(domain)) {
      throw new IllegalArgumentException(
          "The integration %s cannot have a file named '%s'.".formatted(domain, name));
    }
    return new Document(config.resolve("." + domain).resolve(name + ".json"));
  }

  /** One at a time: two would share the file that is still being written. */
  private synchronized void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(
        file.resolveSibling(""),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    AtomicFiles.write(file, content);
  }

  private synchronized void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      AtomicFiles.syncDirectory(file.resolveSibling(""));
    }
  }

  private final class Document implements StateFile {
    private final Path file;

    Document(Path file) {
      this.file = file;
    }

    @Override
    public Optional<JsonObject> read() throws IOException {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
        throw new IOException("%s is no document of at most %d bytes.".formatted(file, MOST_BYTES));
      }
      try {
        if (JsonText.decode(Files.readString(file)) instanceof JsonObject document) {
          return Optional.of(document);
        }
      } catch (DecodeException malformed) {
        // Without the cause, which quotes what may be secret.
      }
      throw new IOException("%s holds no JSON object.".formatted(file));
    }

    @Override
    public void write(JsonObject document) throws IOException {
      byte[] content = document.encodePrettily().getBytes(StandardCharsets.UTF_8);
      if (content.length > MOST_BYTES) {
        throw new IOException(
            "A document of an integration has at most %d bytes, not %d."
                .formatted(MOST_BYTES, content.length));
      }
      StateFiles.this.write(file, content);
    }

    @Override
    public void delete() throws IOException {
      StateFiles.this.delete(file);
    }
  }
}
