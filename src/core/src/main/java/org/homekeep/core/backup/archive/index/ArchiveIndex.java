package org.homekeep.core.backup.archive.index;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.part.BoundedInput;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarType;

/**
 * An archive file and its index: what is in it, and the bytes of any file of it without unpacking
 * what lies before.
 *
 * <p>The index is a file beside the archive. It is encrypted with the archive's key when the
 * archive is, belongs to that very archive, and is checked completely when it is opened. What is
 * read of an archive through it was checked when the index was made; afterwards only SecureTar 3
 * notices a change. Memory does not depend on the number of members. For one thread at a time.
 */
public final class ArchiveIndex implements Closeable {
  private final FileChannel archive;
  private final ArchiveMap map;
  private final IndexFile file;
  private final Map<String, PartDirectory> parts;
  private final PartData data;

  private ArchiveIndex(
      FileChannel archive,
      ArchiveMap map,
      IndexFile file,
      Map<String, PartDirectory> parts,
      PartData data) {
    this.archive = archive;
    this.map = map;
    this.file = file;
    this.parts = parts;
    this.data = data;
  }

  /**
   * Opens an index, or makes it when there is none or it is of no use.
   *
   * @throws ArchiveException for what is wrong with the archive or the key
   * @throws FileSystemException with the name of the index when it cannot be written; {@link
   *     FileAlreadyExistsException} when there is another file in the place of the index, which is
   *     left alone
   */
  public static ArchiveIndex openOrBuild(
      Path archive, Path index, Optional<Secret> key, IndexOptions options) throws IOException {
    if (Files.exists(index)) {
      try {
        return open(archive, index, key);
      } catch (ArchiveException useless) {
        // What is wrong with the archive shows again, and better, while its index is made.
      }
    }
    build(archive, index, key, options);
    return open(archive, index, key);
  }

  /**
   * Reads an archive once, checks all of it, and writes its index; the old one is replaced at the
   * end.
   *
   * @throws ArchiveException and others, as {@link #openOrBuild}
   */
  public static void build(Path archive, Path index, Optional<Secret> key, IndexOptions options)
      throws IOException {
    if (Files.exists(index) && !IndexFile.looksLikeOne(index)) {
      throw new FileAlreadyExistsException(index.toString(), null, "it is no index of an archive");
    }
    // Two may be made at once; the one that is renamed last stays.
    Path fresh = index.resolveSibling(".homekeep-index-" + UUID.randomUUID());
    try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
      new IndexBuilder(key, options).build(channel, fresh);
      Files.move(fresh, index, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw fresh.toString().equals(e.getFile()) ? naming(index, e) : e;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** The caller knows nothing of the file that is written first. */
  private static FileSystemException naming(Path index, FileSystemException failure) {
    FileSystemException named =
        failure instanceof AccessDeniedException
            ? new AccessDeniedException(index.toString())
            : new FileSystemException(index.toString(), null, failure.getReason());
    named.initCause(failure);
    return named;
  }

  /**
   * Opens an index.
   *
   * @throws ArchiveException.SourceChanged when it belongs to another archive
   * @throws ArchiveException.WrongKey when the key opens it not
   * @throws ArchiveException for an index that is damaged, or an archive that is
   */
  public static ArchiveIndex open(Path archive, Path index, Optional<Secret> key)
      throws IOException {
    FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ);
    try {
      return open(channel, ArchiveMap.of(channel, key.isPresent()), index, key);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ArchiveIndex open(
      FileChannel archive, ArchiveMap map, Path index, Optional<Secret> key) throws IOException {
    IndexFile file = IndexFile.open(index, map.isEncrypted(), key);
    try {
      Map<String, PartDirectory> parts = directory(file, map);
      ArchiveIndex opened = new ArchiveIndex(archive, map, file, parts, new PartData(file, key));
      opened.check();
      return opened;
    } catch (EOFException | UTFDataFormatException e) {
      file.close();
      throw IndexFile.damaged();
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Map<String, PartDirectory> directory(IndexFile file, ArchiveMap map)
      throws IOException {
    Map<String, PartDirectory> parts = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(file.read(file.directory()))) {
      if (!in.readUTF().equals(map.fingerprint())) {
        throw new ArchiveException.SourceChanged(
            "The index belongs to another archive than this one, or to an older state of it.");
      }
      for (int count = in.readInt(); count > 0; count--) {
        PartDirectory part = PartDirectory.read(in);
        parts.put(part.name(), part);
      }
      IndexFile.requireEnd(in);
    }
    if (!parts.keySet().equals(map.parts().keySet())) {
      throw IndexFile.damaged();
    }
    return parts;
  }

  private void check() throws IOException {
    forEach(member -> {});
    for (PartDirectory part : parts.values()) {
      for (Map.Entry<Long, Section> checkpoint : part.checkpoints().entrySet()) {
        data.checkpoint(checkpoint.getKey(), checkpoint.getValue());
      }
    }
  }

  /** The names of the parts, in the order of the archive. */
  public Set<String> parts() {
    return parts.keySet();
  }

  /** The members of all parts. */
  public long memberCount() {
    return parts.values().stream().mapToLong(PartDirectory::memberCount).sum();
  }

  /** Goes over all members in the order of the archive; files may be opened meanwhile. */
  public void forEach(MemberVisitor visitor) throws IOException {
    for (PartDirectory part : parts.values()) {
      try (DataInputStream in = new DataInputStream(file.read(part.members()))) {
        for (long i = 0; i < part.memberCount(); i++) {
          visitor.visit(IndexedMember.read(part.name(), in));
        }
        IndexFile.requireEnd(in);
      }
    }
  }

  /**
   * The member of a path; the last one when there are several, as an extraction would leave it.
   *
   * @param path as it stands in the tar, for instance {@code data/configuration.yaml}; a leading
   *     {@code ./} and a trailing {@code /} make no difference
   */
  public Optional<IndexedMember> find(String part, String path) throws IOException {
    return new MemberSearch(this).last(part, RawText.of(path), Long.MAX_VALUE);
  }

  /**
   * The bytes of a file, exactly as many as it has; those of a hard link are the file's that it
   * shares.
   *
   * @throws ArchiveException.Unsupported when the member is neither
   * @throws ArchiveException.Damaged when it is a hard link to what is no earlier file
   */
  public InputStream open(IndexedMember member) throws IOException {
    IndexedMember file = new MemberSearch(this).target(member);
    if (file.type() != TarType.FILE) {
      throw new ArchiveException.Unsupported(member.name() + " is no file that could be read.");
    }
    PartDirectory directory = parts.get(file.part());
    LocatedPart part = map.parts().get(file.part());
    if (directory == null || part == null) {
      throw new ArchiveException.MissingPart("The archive has no part " + file.part() + ".");
    }
    return new BoundedInput(data.from(part, directory, file.offset()), file.size());
  }

  @Override
  public void close() throws IOException {
    try (archive) {
      file.close();
    }
  }
}
