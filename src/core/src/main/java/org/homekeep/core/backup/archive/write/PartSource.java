package org.homekeep.core.backup.archive.write;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * A directory that becomes a part.
 *
 * @param name of the part, for instance {@code homeassistant}
 * @param arcRoot the directory under which everything is in the part's tar, for instance {@code
 *     data}; {@link #NO_ROOT} for none, as in the folders of a Supervisor
 * @param replacements relative path → file whose content is taken in place of the one there: a
 *     consistent snapshot of a database in use
 * @param omissions what stays out, for instance the journal of a database that has a snapshot
 * @param patterns by which a user left something out; they are noted in the part, so that a restore
 *     knows that it was on purpose
 */
public record PartSource(
    String name,
    String arcRoot,
    Path directory,
    Exclusions exclusions,
    Map<RawText, Path> replacements,
    Omissions omissions,
    List<String> patterns) {
  /** Everything is at the top of the part's tar. */
  public static final String NO_ROOT = ".";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  public PartSource {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("A part cannot be called " + name + ".");
    }
    if (arcRoot.isEmpty() || arcRoot.startsWith("/") || arcRoot.endsWith("/")) {
      throw new IllegalArgumentException("The root within a part is a relative path.");
    }
    replacements = Map.copyOf(replacements);
    patterns = List.copyOf(patterns);
  }

  /** A directory of which no user left anything out. */
  public PartSource(
      String name,
      String arcRoot,
      Path directory,
      Exclusions exclusions,
      Map<RawText, Path> replacements,
      Omissions omissions) {
    this(name, arcRoot, directory, exclusions, replacements, omissions, List.of());
  }

  /** The part of Home Assistant's configuration. */
  public static PartSource homeAssistant(
      Path directory, Exclusions exclusions, Map<RawText, Path> replacements, Omissions omissions) {
    return new PartSource("homeassistant", "data", directory, exclusions, replacements, omissions);
  }

  /** The same with a note of the patterns by which its omissions leave something out. */
  public PartSource noting(List<String> others) {
    return new PartSource(name, arcRoot, directory, exclusions, replacements, omissions, others);
  }
}
