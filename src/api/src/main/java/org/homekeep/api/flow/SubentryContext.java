package org.homekeep.api.flow;

import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.Subentry;

/**
 * What a flow of a subentry knows.
 *
 * @param source {@link FlowSource#USER} or {@link FlowSource#RECONFIGURE}
 * @param entry the entry that the subentry belongs to, as it was at the start of the step
 * @param subentry the subentry to change, for the source reconfigure
 */
public record SubentryContext(FlowSource source, ConfigEntry entry, Optional<Subentry> subentry) {

  /** The subentry to change; fails for a flow that makes a new one. */
  public Subentry subentryToMend() {
    return subentry.orElseThrow(
        () -> new IllegalStateException("A flow of source " + source + " has nothing to change."));
  }
}
