package org.homekeep.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The documents of a directory that no hub works on at the moment. Blocking. */
public final class DocumentFiles {
  private final Path directory;

  public DocumentFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * The newest generation of a document that can be read; empty when there is none at all. Nothing
   * is put aside.
   *
   * @throws DamagedDocumentException when none of those that are there can be read
   * @throws UnsupportedStoreVersionException when a newer version has written it
   */
  public <T> Optional<T> read(StoreKey key, StoreCodec<T> codec) throws IOException {
    Optional<UnreadableDocumentException> damage = Optional.empty();
    for (Path generation : generations(key)) {
      try {
        Optional<T> found = read(generation, key, codec);
        if (found.isPresent()) {
          return found;
        }
      } catch (UnreadableDocumentException why) {
        damage = damage.or(() -> Optional.of(why));
      }
    }
    if (damage.isPresent()) {
      throw new DamagedDocumentException(key.key(), damage.get());
    }
    return Optional.empty();
  }

  static <T> Optional<T> read(Path source, StoreKey key, StoreCodec<T> codec)
      throws IOException, UnreadableDocumentException {
    Optional<Envelope> found = envelope(source);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Envelope envelope = found.get();
    requireKnownVersion(key, envelope);
    try {
      return Optional.of(
          codec.decode(envelope.data(), envelope.version(), envelope.minorVersion()));
    } catch (RuntimeException otherShape) {
      // A null where something has to be, or a text where a list has to be: no codec foresees all.
      throw new UnreadableDocumentException("It does not have the shape it must have.", otherShape);
    }
  }

  private static Optional<Envelope> envelope(Path source)
      throws IOException, UnreadableDocumentException {
    if (Files.isDirectory(source)) {
      throw new UnreadableDocumentException("It is a directory.");
    }
    try {
      return Optional.of(Envelope.decode(Files.readAllBytes(source)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static void requireKnownVersion(StoreKey key, Envelope envelope)
      throws UnsupportedStoreVersionException {
    if (envelope.version() > key.highestVersion()) {
      throw new UnsupportedStoreVersionException(
          key.key(), envelope.version(), key.highestVersion());
    }
  }

  /**
   * Makes sure that a hub starts with a document. One that is damaged is no obstacle: it is put
   * aside then.
   *
   * @throws UnsupportedStoreVersionException when a newer version has written it
   */
  public void requireKnownVersion(StoreKey key) throws IOException {
    for (Path generation : generations(key)) {
      try {
        Optional<Envelope> found = envelope(generation);
        if (found.isPresent()) {
          requireKnownVersion(key, found.get());
          return;
        }
      } catch (UnreadableDocumentException damaged) {
        // The generation before it is used then.
      }
    }
  }

  /** Whether all that has a name of this document is a file: no link, and no directory. */
  public boolean areFiles(StoreKey key) {
    return generations(key).stream()
        .filter(each -> Files.exists(each, LinkOption.NOFOLLOW_LINKS))
        .allMatch(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS));
  }

  /** Writes a document; the generations before it stay as they are. */
  public <T> void write(StoreKey key, StoreCodec<T> codec, T document) throws IOException {
    AtomicFiles.write(
        directory.resolve(key.key()),
        new Envelope(key.version(), key.minorVersion(), key.key(), codec.encode(document))
            .encode());
  }

  /** Puts a document of another directory in place of that of this one, or nothing. */
  public void replaceBy(DocumentFiles other, StoreKey key) throws IOException {
    for (Path generation : generations(key)) {
      Path source = other.directory.resolve(String.valueOf(generation.getFileName()));
      if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
        AtomicFiles.write(generation, Files.readAllBytes(source));
      } else {
        Files.deleteIfExists(generation);
      }
    }
    AtomicFiles.syncDirectory(directory);
  }

  private List<Path> generations(StoreKey key) {
    return new Generations(directory.resolve(key.key())).newestFirst();
  }
}
