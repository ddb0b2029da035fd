package org.homekeep.core.backup.config;

import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.files.IgnoreRules;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The patterns of what stays out of a backup, as clients give them. */
public final class Excludes {
  private Excludes() {}

  /** The shape of the list. */
  public static Shape shape() {
    return Shapes.listOf(Shapes.string());
  }

  /**
   * Checks patterns from outside.
   *
   * @throws WireException when there are too many, or one is none
   */
  public static List<String> checked(List<String> patterns) throws WireException {
    if (patterns.size() > IgnoreRules.MOST_PATTERNS) {
      throw refused("There can be %d patterns at most.".formatted(IgnoreRules.MOST_PATTERNS));
    }
    for (String pattern : patterns) {
      Optional<String> problem = IgnoreRules.problem(pattern);
      if (problem.isPresent()) {
        throw refused(problem.get());
      }
    }
    return List.copyOf(patterns);
  }

  private static WireException refused(String message) {
    return new WireException(WireException.INVALID_FORMAT, message + " @ data['excludes']");
  }
}
