package org.homekeep.api.backup;

import java.util.Set;

/**
 * All notes of uploads to one location that have not ended well.
 *
 * @param waiting of uploads that run, or that another attempt goes on with
 * @param givenUp of uploads that nobody goes on with
 */
public record UploadNotes(Set<String> waiting, Set<String> givenUp) {
  public UploadNotes {
    waiting = Set.copyOf(waiting);
    givenUp = Set.copyOf(givenUp);
  }
}
