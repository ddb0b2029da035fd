package org.homekeep.core.backup.archive.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a user wants left out of a directory, in the way of a {@code .gitignore}.
 *
 * <p>A pattern without a slash, or with one at its end alone, is a name at any depth; any other
 * begins at the root. {@code *}, {@code ?} and {@code [a-z]} stay within one name, {@code **} is
 * any number of names. A slash at the end means directories alone, a {@code !} at the beginning
 * takes back in what an earlier pattern left out; the last pattern that fits decides. A backslash
 * takes what follows as it is; lines that are blank or begin with {@code #} say nothing. A
 * directory that is left out stays out with all that is in it.
 */
public final class IgnoreRules {
  /** Nothing is left out. */
  public static final IgnoreRules NONE = of(List.of(), false);

  /** How many patterns a user can have. */
  public static final int MOST_PATTERNS = 200;

  private static final int LONGEST_PATTERN = 500;
  private static final int MOST_ENTRIES_SEEN = 64;

  private final List<Optional<IgnoreRule>> rules;
  private final Predicate<List<String>> spared;

  private IgnoreRules(List<Optional<IgnoreRule>> rules, Predicate<List<String>> spared) {
    this.rules = rules;
    this.spared = spared;
  }

  /** Rules of some patterns; what {@link #problem} names fits nothing. */
  public static IgnoreRules of(List<String> patterns, boolean ignoreCase) {
    List<Optional<IgnoreRule>> rules = new ArrayList<>();
    for (String line : patterns) {
      rules.add(IgnoreRule.isBlank(line) ? Optional.empty() : IgnoreRule.parse(line, ignoreCase));
    }
    return new IgnoreRules(List.copyOf(rules), path -> false);
  }

  /** Rules for a directory: whether case matters is as in its file system. Blocking. */
  public static IgnoreRules in(Path directory, List<String> patterns) {
    return patterns.isEmpty() ? NONE : of(patterns, ignoresCase(directory));
  }

  /** The same, which never leave some paths out. */
  public IgnoreRules sparing(Predicate<List<String>> needed) {
    return new IgnoreRules(rules, spared.or(needed));
  }

  /** Whether there is no pattern at all. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** What is wrong with a pattern, if anything is: a sentence for people. */
  public static Optional<String> problem(String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      return Optional.of("A pattern can have %d characters at most.".formatted(LONGEST_PATTERN));
    }
    if (pattern.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("A pattern is one line, without characters that cannot be seen.");
    }
    if (!IgnoreRule.isBlank(pattern) && IgnoreRule.parse(pattern, false).isEmpty()) {
      return Optional.of(
          "'%s' is no pattern: a bracket is not closed, or there is no name between its slashes."
              .formatted(pattern));
    }
    return Optional.empty();
  }

  /**
   * Which pattern leaves a path out, counted from 0; empty when it stays in. The directories above
   * it are in.
   *
   * @param path its names below the root
   * @param isDirectory asked when that matters
   */
  public OptionalInt leavingOut(List<String> path, BooleanSupplier isDirectory) {
    if (rules.isEmpty() || spared.test(path)) {
      return OptionalInt.empty();
    }
    for (int i = rules.size() - 1; i >= 0; i--) {
      Optional<IgnoreRule> rule = rules.get(i);
      if (rule.isPresent() && rule.get().matches(path, isDirectory)) {
        return rule.get().isNegated() ? OptionalInt.empty() : OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether a path, with slashes between its names, is left out. */
  public boolean leavesOut(String path, BooleanSupplier isDirectory) {
    return !rules.isEmpty() && leavingOut(List.of(path.split("/", -1)), isDirectory).isPresent();
  }

  /** Whether an entry of the directory is found by its name in the other case, too. */
  private static boolean ignoresCase(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      int seen = 0;
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        String other = name.toUpperCase(Locale.ROOT);
        other = other.equals(name) ? name.toLowerCase(Locale.ROOT) : other;
        if (!other.equals(name)) {
          Path twin = directory.resolve(other);
          return Files.exists(twin) && Files.isSameFile(entry, twin);
        }
        if (++seen == MOST_ENTRIES_SEEN) {
          break;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException unseen) {
      return false;
    }
  }
}
