package org.homekeep.core.flow;

import java.net.URI;
import java.util.Optional;

/**
 * Which flow to start, and for whom.
 *
 * @param userId who started it; nobody for what the hub starts itself
 * @param base the address under which the user's browser sees the hub, where it is known; other
 *     services send the user back there
 */
public record FlowStart<T extends FlowSubject>(
    T subject, Optional<String> userId, Optional<URI> base) {

  /** A flow that the hub starts itself. */
  public static <T extends FlowSubject> FlowStart<T> byHub(T subject) {
    return new FlowStart<>(subject, Optional.empty(), Optional.empty());
  }
}
