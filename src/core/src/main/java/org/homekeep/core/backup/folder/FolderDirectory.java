package org.homekeep.core.backup.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.files.IgnoreRules;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.snapshot.DatabaseSnapshots;
import org.homekeep.core.backup.snapshot.LeftOut;
import org.homekeep.core.backup.snapshot.Snapshot;

/**
 * The directory of a folder as it is read and replaced. Blocking.
 *
 * <p>A disk that is not mounted leaves an empty directory behind, so an empty one is an error and
 * never an empty folder in a backup.
 */
public final class FolderDirectory {
  /** Where a restore keeps what it takes out and what it takes away, in the directory itself. */
  public static final String RESTORE_STAGING = ".homekeep_restore";

  private final Folder folder;
  private final Path path;
  private final List<String> excludes;
  private final LeftOut leftOut;

  public FolderDirectory(Folder folder, Path path) {
    this(folder, path, List.of());
  }

  /**
   * A directory of which some is left out.
   *
   * @param excludes patterns of the user
   */
  public FolderDirectory(Folder folder, Path path, List<String> excludes) {
    this.folder = folder;
    this.path = path;
    this.excludes = List.copyOf(excludes);
    this.leftOut = LeftOut.of(path, excludes);
  }

  /** What the user wants left out. */
  public IgnoreRules rules() {
    return leftOut.rules();
  }

  /** Whether a relative path goes into no backup, or the user wants it left out. */
  public boolean isLeftOut(Path relative) throws IOException {
    return isNeverIn(relative)
        || leftOut.omits(NativeNames.pathBytes(relative), path.resolve(relative));
  }

  /** Whether a relative path goes into no backup, whatever the user says. */
  public static boolean isNeverIn(Path relative) {
    return relative.equals(Path.of(RESTORE_STAGING));
  }

  /** The name of the part of an archive that a folder is. */
  public static String part(Folder folder) {
    return folder.wireName().replace('/', '_');
  }

  /**
   * Makes sure that there is something to back up.
   *
   * @return what tells this directory from another that takes its place
   */
  public Object requireFilled() throws FolderException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (!entry.endsWith(RESTORE_STAGING)) {
          return identity();
        }
      }
    } catch (DirectoryIteratorException failed) {
      throw unusable(new IOException(failed));
    } catch (IOException failed) {
      throw unusable(failed);
    }
    throw new FolderException(
        folder,
        "The folder %s was not backed up: %s is empty, as it is when a disk or a share is not mounted. Mount it. If the folder is empty on purpose, put any file into it, or start Homekeep without that folder."
            .formatted(folder.wireName(), path));
  }

  /**
   * Makes sure that it is still the same directory after it was read.
   *
   * @param before what {@link #requireFilled} gave
   */
  public void requireSame(Object before) throws FolderException {
    if (!requireFilled().equals(before)) {
      throw new FolderException(
          folder,
          "The folder %s was not backed up: while it was read, something else was mounted at %s or taken away from there. Make the backup again."
              .formatted(folder.wireName(), path));
    }
  }

  /** Makes sure that a restore can replace what is in it. */
  public void requireReplaceable() throws FolderException {
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
        throw new NotDirectoryException(path.toString());
      }
      if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
        throw new AccessDeniedException(path.toString());
      }
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  /**
   * Bytes of all files of it that go into a backup; what cannot be seen now is left to the writer
   * of the archive.
   */
  public long bytes() throws IOException {
    Size size = new Size(path, rules());
    Files.walkFileTree(path, size);
    return size.bytes;
  }

  /**
   * Copies its databases into another directory, as far as they can be read and there is room; the
   * others go into a backup as they lie.
   *
   * @param patience how long a database may be locked by its owner
   * @param room for the copies, in bytes
   */
  public Snapshot snapshot(Path into, Duration patience, long room) throws IOException {
    return new DatabaseSnapshots(path, this::isLeftOut, patience)
        .takeWhatIsPossible(into, part(folder) + "-", room);
  }

  /** The part of an archive that it becomes, with copies in place of databases. */
  public PartSource source(Snapshot snapshot) {
    return new PartSource(
            part(folder),
            PartSource.NO_ROOT,
            path,
            Exclusions.of(List.of(RESTORE_STAGING)),
            snapshot.replacements(),
            leftOut.and(snapshot.journals()))
        .noting(excludes);
  }

  private Object identity() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return attributes.fileKey() == null ? path : attributes.fileKey();
  }

  private FolderException unusable(IOException failed) {
    String reason = "it cannot be read (%s)".formatted(failed.getMessage());
    if (failed instanceof NoSuchFileException) {
      reason = "it is not there. Mount the disk or share, or make the directory";
    } else if (failed instanceof NotDirectoryException) {
      reason = "it is no directory";
    } else if (failed instanceof AccessDeniedException) {
      reason = "Homekeep may not read and write in it. Give its user the permission";
    }
    return new FolderException(
        folder,
        "The folder %s cannot be used: its directory is %s, and %s."
            .formatted(folder.wireName(), path, reason),
        failed);
  }

  private static final class Size extends SimpleFileVisitor<Path> {
    private final Path root;
    private final IgnoreRules rules;
    private long bytes;

    Size(Path root, IgnoreRules rules) {
      this.root = root;
      this.rules = rules;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
      Path relative = root.relativize(each);
      boolean isOut =
          !each.equals(root)
              && (isNeverIn(relative) || rules.leavesOut(relative.toString(), () -> true));
      return isOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String relative = root.relativize(file).toString();
      if (attributes.isRegularFile() && !rules.leavesOut(relative, () -> false)) {
        bytes += attributes.size();
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
      return FileVisitResult.CONTINUE;
    }
  }
}
