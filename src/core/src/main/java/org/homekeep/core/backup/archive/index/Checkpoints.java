package org.homekeep.core.backup.archive.index;

import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.backup.archive.gzip.GunzipCheckpoint;

/**
 * Checkpoints of a part, evenly spread over it, however long it becomes: when there are too many,
 * every second one goes. At most 8 MiB.
 */
final class Checkpoints {
  /** The most that are kept, of 32 KiB each. */
  static final int MAX = 256;

  private final List<GunzipCheckpoint> kept = new ArrayList<>();
  private long spacing;
  private long next;

  /**
   * No checkpoints yet.
   *
   * @param spacing bytes of the inner tar from one to the next, as long as there is room
   */
  Checkpoints(long spacing) {
    this.spacing = spacing;
    this.next = spacing;
  }

  /** Whether one is due after so many bytes. */
  boolean isDue(long output) {
    return output >= next;
  }

  void add(GunzipCheckpoint checkpoint) {
    kept.add(checkpoint);
    if (kept.size() == MAX) {
      for (int i = 0; i < MAX / 2; i++) {
        kept.set(i, kept.get(2 * i + 1));
      }
      kept.subList(MAX / 2, MAX).clear();
      spacing *= 2;
    }
    next = kept.get(kept.size() - 1).output() + spacing;
  }

  List<GunzipCheckpoint> kept() {
    return kept;
  }
}
