package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;

/**
 * The directory that is being filled.
 *
 * <p>Nothing is ever created below a symlink, wherever that came from, and nothing is ever
 * replaced. Directories get their mode and time when the walk has left them, and those that nobody
 * could write into any more at the very end. Directories that were there before stay as they are.
 */
final class TargetTree {
  static final int BUFFER = 256 * 1024;
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> OWNER_OF_FILE =
      PosixFilePermissions.fromString("rw-------");

  private record OpenDirectory(MemberPath path, Path place, TarEntry entry) {}

  private final Path root;
  private final boolean isNew;
  private final int room;
  private final Deque<OpenDirectory> open = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /** The directory of the last member, which exists and is one; mostly it is the next one's. */
  private MemberPath checked = new MemberPath(List.of());

  private Path checkedPlace;

  private final LateModes late = new LateModes();
  private final Owners owners = new Owners();
  private MemberPath crowded = new MemberPath(List.of());
  private Path lessCrowded;

  /**
   * A tree.
   *
   * @param root an existing directory
   * @param isNew whether all that is in it comes from this run, the directory itself included
   */
  TargetTree(Path root, boolean isNew) {
    this.root = root;
    this.isNew = isNew;
    this.lessCrowded = root;
    this.checkedPlace = root;
    this.room = MemberPath.MAX_BYTES - NativeNames.pathBytes(root).length();
  }

  /** Where a member goes; its parents exist and are real directories. */
  private Path place(MemberPath member) throws IOException {
    if (member.length() > room) {
      throw MemberPath.unsafe(member, "its path is too long for the disk below this target");
    }
    leaveUnrelated(member);
    MemberPath parent = member.parent();
    if (!parent.equals(checked)) {
      checkedPlace = reach(parent, member);
      checked = parent;
    }
    return NativeNames.resolve(checkedPlace, member.name());
  }

  /** The place of a directory; what is missing on the way there is made. */
  private Path reach(MemberPath parent, MemberPath member) throws IOException {
    Path directory = root;
    int known = parent.sharedWith(checked);
    for (RawText name : parent.names()) {
      directory = NativeNames.resolve(directory, name);
      if (known > 0) {
        known--;
      } else {
        ensureDirectory(directory, member);
      }
    }
    return directory;
  }

  /** Makes a directory unless it is there; says whether it was made. */
  private static boolean ensureDirectory(Path directory, MemberPath member) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER));
      return true;
    } catch (FileAlreadyExistsException e) {
      throw Refusal.belowLink(member);
    }
  }

  void directory(MemberPath member, TarEntry entry) throws IOException {
    Path place = member.isRoot() ? root : place(member);
    boolean made = !member.isRoot() && ensureDirectory(place, member);
    if (made || isNew) {
      enter(new OpenDirectory(member, place, entry));
    }
  }

  /** The last word on a directory counts, so that one that comes again takes no more memory. */
  private void enter(OpenDirectory directory) throws IOException {
    leaveUnrelated(directory.path());
    if (!open.isEmpty() && open.getLast().path().equals(directory.path())) {
      open.removeLast();
    }
    open.addLast(directory);
  }

  /** Writes a file and gives its size; the callback hears of every piece. */
  void file(MemberPath member, TarEntry entry, InputStream body, PieceListener listener)
      throws IOException {
    Path place = place(member);
    write(body, place, member, listener, (entry.mode() & 0400) != 0);
    setAttributes(place, entry);
  }

  private void write(
      InputStream body,
      Path place,
      MemberPath member,
      PieceListener listener,
      boolean canBeSyncedLater)
      throws IOException {
    try (FileChannel out = create(place, member);
        HalfFile half = new HalfFile(place)) {
      byte[] piece = buffer.array();
      SparseOutput file = new SparseOutput(out);
      // Holes are told from whole blocks, however few bytes a stream gives at a time.
      for (int count = fill(piece, body); count > 0; count = fill(piece, body)) {
        file.write(piece, count);
        listener.written(count);
      }
      file.finish();
      if (!canBeSyncedLater) {
        out.force(true);
      }
      half.isWhole();
    }
  }

  private static int fill(byte[] piece, InputStream body) throws IOException {
    return body.readNBytes(piece, 0, piece.length);
  }

  /** Hears how many bytes were written. */
  interface PieceListener {
    void written(int count) throws IOException;
  }

  private static FileChannel create(Path place, MemberPath member) throws IOException {
    try {
      return FileChannel.open(
          place,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(OWNER_OF_FILE));
    } catch (FileAlreadyExistsException e) {
      throw Refusal.twice(member);
    }
  }

  void symlink(MemberPath member, TarEntry entry) throws IOException {
    Refusal.requireLink(member, entry.link());
    Path place = place(member);
    try {
      Files.createSymbolicLink(place, NativeNames.pathOf(entry.link()));
    } catch (FileAlreadyExistsException e) {
      throw Refusal.twice(member);
    }
    owners.set(place, entry);
  }

  /** Writes a link; the callback hears of what had to be copied instead. */
  void hardLink(MemberPath member, MemberPath target, PieceListener listener) throws IOException {
    Path existing = root;
    for (var name : target.names()) {
      if (!Files.isDirectory(existing, LinkOption.NOFOLLOW_LINKS)) {
        throw Refusal.linkThroughLink(member);
      }
      existing = NativeNames.resolve(existing, name);
    }
    if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusal.linkToNoFile(member);
    }
    Path place = place(member);
    try {
      Files.createLink(place, target.equals(crowded) ? lessCrowded : existing);
    } catch (FileAlreadyExistsException e) {
      throw Refusal.twice(member);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException noMoreLinks) {
      // A file may have so many, 65,000 on many disks; some file systems have none at all.
      copy(existing, place, member, listener);
      crowded = target;
      lessCrowded = place;
    }
  }

  private void copy(Path existing, Path place, MemberPath member, PieceListener listener)
      throws IOException {
    try (InputStream in = Files.newInputStream(existing, LinkOption.NOFOLLOW_LINKS)) {
      write(in, place, member, listener, true);
    }
    Files.setLastModifiedTime(place, Files.getLastModifiedTime(existing));
    Files.setPosixFilePermissions(place, Files.getPosixFilePermissions(existing));
  }

  /** Gives the directories that are still open their mode and time. */
  void finish() throws IOException {
    while (!open.isEmpty()) {
      leave(open.removeLast());
    }
    late.apply();
  }

  private void leaveUnrelated(MemberPath member) throws IOException {
    while (!open.isEmpty() && !open.getLast().path().contains(member)) {
      leave(open.removeLast());
    }
  }

  private void leave(OpenDirectory directory) throws IOException {
    TarEntry entry = directory.entry();
    if (late.take(directory.place(), permissions(entry.mode()), entry.modified())) {
      owners.set(directory.place(), entry);
      return;
    }
    setAttributes(directory.place(), entry);
  }

  /** The time first: it cannot be set once the mode keeps even the owner out. */
  private void setAttributes(Path place, TarEntry entry) throws IOException {
    ModificationTime.set(place, entry.modified());
    owners.set(place, entry);
    Files.setPosixFilePermissions(place, permissions(entry.mode()));
  }

  /** The nine permission bits; a backup never hands out setuid, setgid or sticky. */
  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] fromHighest = {
      PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_EXECUTE
    };
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < fromHighest.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(fromHighest[i]);
      }
    }
    return permissions;
  }
}
