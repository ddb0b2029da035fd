package org.homekeep.core.integration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.homekeep.api.EntryCache;
import org.homekeep.core.storage.AtomicFiles;

/**
 * The files of {@link EntryCache}, one for each entry that has one: {@code
 * .cache/entries/<domain>.<entry id>}. May be used from any thread; all calls block.
 */
public final class EntryCaches {
  /** What is called otherwise has no cache: a name from outside is no name of a file. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Path directory;
  private final Set<String> removed = new HashSet<>();

  /**
   * @param cache where the hub keeps what can be had again
   */
  public EntryCaches(Path cache) {
    this.directory = cache.resolve("entries");
  }

  EntryCache of(String domain, String entryId) {
    return new File(name(domain, entryId));
  }

  /** The name of the file; empty when there can be none. */
  public static Optional<String> name(String domain, String entryId) {
    return Optional.of(domain + "." + entryId)
        .filter(name -> PLAIN.matcher(domain).matches() && PLAIN.matcher(entryId).matches());
  }

  /** Deletes that of an entry that is gone, and keeps no other for it. */
  public synchronized void remove(String domain, String entryId) throws IOException {
    Optional<String> name = name(domain, entryId);
    if (name.isPresent()) {
      removed.add(name.get());
      Files.deleteIfExists(directory.resolve(name.get()));
    }
  }

  /**
   * Deletes all others: of entries that are gone, and what a kill left half written. Called before
   * an integration is.
   *
   * @param names of the files that stay
   */
  public void keepOnly(Set<String> names) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        boolean ours = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (ours && !names.contains(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      // Nothing was ever kept.
    }
  }

  /** One at a time: two would share the file that is still being written. */
  private synchronized void write(String name, byte[] content) throws IOException {
    if (removed.contains(name)) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    AtomicFiles.write(directory.resolve(name), content);
  }

  private final class File implements EntryCache {
    private final Optional<String> name;

    File(Optional<String> name) {
      this.name = name;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Path file = directory.resolve(name.get());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      return Optional.of(Files.readAllBytes(file));
    }

    @Override
    public void write(byte[] content) throws IOException {
      if (content.length > MOST_BYTES) {
        throw new IllegalArgumentException(
            "A cache has at most %d bytes, not %d.".formatted(MOST_BYTES, content.length));
      }
      if (name.isPresent()) {
        EntryCaches.this.write(name.get(), content);
      }
    }
  }
}
