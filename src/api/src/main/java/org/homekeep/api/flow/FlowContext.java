package org.homekeep.api.flow;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;

/**
 * What a flow knows when it is started.
 *
 * @param entry the entry to mend, for the sources reauth and reconfigure
 * @param otherEntries the domain's other entries, as they were at the start of the step
 * @param discovery what was found, for the source integration discovery
 */
public record FlowContext(
    FlowSource source,
    Optional<ConfigEntry> entry,
    List<ConfigEntry> otherEntries,
    Optional<Discovery> discovery) {

  public FlowContext {
    otherEntries = List.copyOf(otherEntries);
  }

  public FlowContext(
      FlowSource source, Optional<ConfigEntry> entry, List<ConfigEntry> otherEntries) {
    this(source, entry, otherEntries, Optional.empty());
  }

  /** The entry to mend; fails for a flow that makes a new one. */
  public ConfigEntry entryToMend() {
    return entry.orElseThrow(
        () -> new IllegalStateException("A flow of source " + source + " has no entry to mend."));
  }
}
