package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.files.IgnoreRules;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.write.Omissions;

/**
 * What the patterns of a user leave out of a directory. A journal goes the way of its database,
 * whatever its own name fits: one without the other is damage. Blocking.
 */
public final class LeftOut implements Omissions {
  private final IgnoreRules rules;

  private LeftOut(IgnoreRules rules) {
    this.rules = rules;
  }

  /** Of a configuration directory, of which {@link Essentials} are never left out. */
  public static LeftOut ofData(Path directory, List<String> patterns) {
    return new LeftOut(IgnoreRules.in(directory, patterns).sparing(Essentials::contains));
  }

  /** Of any other directory. */
  public static LeftOut of(Path directory, List<String> patterns) {
    return new LeftOut(IgnoreRules.in(directory, patterns));
  }

  /** The patterns as rules. */
  public IgnoreRules rules() {
    return rules;
  }

  /** Whether there is no pattern. */
  public boolean isNothing() {
    return rules.isEmpty();
  }

  @Override
  public boolean omits(RawText relative, Path place) throws IOException {
    if (isNothing()) {
      return false;
    }
    Optional<RawText> database = databaseOfJournal(place);
    if (database.isPresent()) {
      int suffix = NativeNames.nameOf(place).length() - database.get().length();
      RawText path = relative.slice(0, relative.length() - suffix);
      return rules.leavesOut(path.toString(), () -> false);
    }
    return rules.leavesOut(
        relative.toString(), () -> Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS));
  }

  /** The name of the database beside a journal; empty for what is no journal of a database. */
  public static Optional<RawText> databaseOfJournal(Path file) throws IOException {
    RawText name = NativeNames.nameOf(file);
    for (Sibling sibling : Sibling.values()) {
      RawText suffix = sibling.suffix();
      if (name.length() > suffix.length() && name.endsWith(suffix)) {
        RawText database = name.slice(0, name.length() - suffix.length());
        Path place = NativeNames.resolve(file.resolveSibling(""), database);
        return isJournal(sibling, file, place) ? Optional.of(database) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** What nobody may look into is left out by its own name: often that is why it is left out. */
  private static boolean isJournal(Sibling sibling, Path file, Path database) throws IOException {
    try {
      return sibling.isGenuine(file) && DatabaseFinder.isDatabase(database);
    } catch (AccessDeniedException | NoSuchFileException unseen) {
      return false;
    }
  }
}
