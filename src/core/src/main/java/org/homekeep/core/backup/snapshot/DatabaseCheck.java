package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.MemberCheck;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;

/**
 * Checks every SQLite database of an archive with SQLite's own integrity check.
 *
 * <p>A database is recognised by its first bytes and copied into the directory; it is checked when
 * its directory in the archive is over, because its journal may come before or after it. For one
 * verification, in one thread.
 */
public final class DatabaseCheck implements MemberCheck {
  private static final byte[] DATABASE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String HISTORY = "home-assistant_v2.db";
  private static final Pattern DATABASE_NAME = Pattern.compile("\\.(db|sqlite3?)$");
  private static final String NO_DATABASE =
      "The file is called a database and does not begin as one: its beginning was overwritten, most likely before the backup was made.";
  private static final byte[] WAL = {0x37, 0x7f, 0x06};
  private static final byte[] JOURNAL = {(byte) 0xd9, (byte) 0xd5, 0x05, (byte) 0xf9};

  /** More databases side by side than any home has; a hostile archive may not fill the memory. */
  private static final int MOST_WAITING = 100;

  private final Path directory;
  private final BooleanSupplier cancelled;
  private final Map<RawText, CopiedDatabase> waiting = new LinkedHashMap<>();
  private long copies;
  private long checked;

  /**
   * A check.
   *
   * @param directory an empty one for copies, which are deleted again
   * @param cancelled whether to stop, which ends in {@link
   *     org.homekeep.core.backup.archive.ArchiveException.Cancelled}
   */
  public DatabaseCheck(Path directory, BooleanSupplier cancelled) {
    this.directory = directory;
    this.cancelled = cancelled;
  }

  /** How many databases were checked so far. */
  public long checked() {
    return checked;
  }

  @Override
  public void file(TarEntry member, InputStream body, Remarks remarks) throws IOException {
    checkThoseBeside(member.name(), remarks);
    byte[] start = body.readNBytes(DATABASE.length);
    String name = member.name().toString();
    if (begins(start, DATABASE)) {
      copyOf(member.name()).add("", member.size(), start, body);
    } else if (name.endsWith("-wal") && begins(start, WAL)) {
      copyOf(without(member.name(), 4)).add("-wal", member.size(), start, body);
    } else if (name.endsWith("-journal") && begins(start, JOURNAL)) {
      copyOf(without(member.name(), 8)).add("-journal", member.size(), start, body);
    } else if (start.length > 0 && isEmptied(name, start)) {
      remarks.add(Finding.Kind.DAMAGED_CONTENT, member.name(), NO_DATABASE);
    }
  }

  /**
   * Whether a file that is called a database begins as none does. Other programs call their files
   * so, too; zeros are what a disk leaves of a database that lost its power.
   */
  private static boolean isEmptied(String name, byte[] start) {
    return HISTORY.equals(name.substring(name.lastIndexOf('/') + 1))
        || (DATABASE_NAME.matcher(name).find() && Arrays.equals(start, new byte[start.length]));
  }

  private CopiedDatabase copyOf(RawText database) {
    return waiting.computeIfAbsent(
        database, name -> new CopiedDatabase(directory.resolve("copy-" + copies++ + ".db")));
  }

  private static boolean begins(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }

  private static RawText without(RawText name, int end) {
    return name.slice(0, name.length() - end);
  }

  /** Decides on databases in directories that a member does not lie in. */
  private void checkThoseBeside(RawText member, Remarks remarks) throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    List<RawText> over = new ArrayList<>();
    for (RawText database : waiting.keySet()) {
      RawText parent = parent(database);
      boolean inside =
          member.length() >= parent.length() && member.slice(0, parent.length()).equals(parent);
      if (!inside || waiting.size() - over.size() > MOST_WAITING) {
        over.add(database);
      }
    }
    for (RawText database : over) {
      check(database, remarks);
    }
  }

  /** With its slash at the end. */
  private static RawText parent(RawText path) {
    int end = path.length();
    while (end > 0 && path.at(end - 1) != '/') {
      end--;
    }
    return path.slice(0, end);
  }

  @Override
  public void partEnded(Remarks remarks) throws IOException {
    for (RawText database : List.copyOf(waiting.keySet())) {
      check(database, remarks);
    }
  }

  private void check(RawText database, Remarks remarks) throws IOException {
    CopiedDatabase copy = waiting.remove(database);
    if (copy == null) {
      return;
    }
    try {
      if (!copy.hasDatabase()) {
        return;
      }
      Optional<String> obstacle = copy.obstacle();
      if (obstacle.isPresent()) {
        remarks.add(Finding.Kind.NOT_CHECKED, database, obstacle.get());
        return;
      }
      IntegrityCheck.Outcome outcome = IntegrityCheck.of(copy.path(), cancelled);
      if (outcome.kind() == IntegrityCheck.Kind.NOT_CHECKED) {
        remarks.add(Finding.Kind.NOT_CHECKED, database, outcome.message());
        return;
      }
      checked++;
      if (outcome.kind() == IntegrityCheck.Kind.DAMAGED) {
        remarks.add(Finding.Kind.DAMAGED_CONTENT, database, outcome.message());
      }
    } finally {
      copy.delete();
    }
  }
}
