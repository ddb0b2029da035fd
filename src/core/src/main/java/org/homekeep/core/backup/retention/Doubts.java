package org.homekeep.core.backup.retention;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which backups may not hold the home, because its disk was not mounted or another directory was
 * taken: each is compared with the last verified one before it at the same location that is not in
 * doubt itself.
 */
final class Doubts {
  private final Set<String> confirmed;
  private final Map<String, Reason> found = new HashMap<>();

  private Doubts(Set<String> confirmed) {
    this.confirmed = confirmed;
  }

  /**
   * Backup id → why it is in doubt, whichever location shows that.
   *
   * @param copies of automatic backups whose dates are believed
   * @param confirmed ids of backups of which somebody has said that they are right
   */
  static Map<String, Reason> of(Collection<HeldCopy> copies, Set<String> confirmed) {
    Doubts doubts = new Doubts(confirmed);
    copies.stream()
        .sorted(HeldCopy.OLDEST_FIRST)
        .collect(Collectors.groupingBy(HeldCopy::agentId, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(doubts::compare);
    return doubts.found;
  }

  private void compare(List<HeldCopy> oldestFirst) {
    Map<String, Long> sizes = new HashMap<>();
    Optional<String> directory = Optional.empty();
    for (HeldCopy copy : oldestFirst) {
      boolean certain = confirmed.contains(copy.backupId());
      Optional<Reason> doubt = certain ? Optional.empty() : doubt(copy.content(), sizes, directory);
      doubt.ifPresent(reason -> found.putIfAbsent(copy.backupId(), reason));
      if (doubt.isEmpty() && (certain || copy.verified())) {
        sizes.put(copy.content().kind(), copy.content().size());
        directory = copy.content().directory().isPresent() ? copy.content().directory() : directory;
      }
    }
  }

  private static Optional<Reason> doubt(
      Content content, Map<String, Long> sizes, Optional<String> directory) {
    boolean other =
        directory.isPresent()
            && content.directory().isPresent()
            && !content.directory().equals(directory);
    if (other) {
      return Optional.of(Reason.Stays.OTHER_DIRECTORY);
    }
    long before = sizes.getOrDefault(content.kind(), 0L);
    return content.isShrunkFrom(before)
        ? Optional.of(new Reason.Shrunk(content.size(), before))
        : Optional.empty();
  }
}
