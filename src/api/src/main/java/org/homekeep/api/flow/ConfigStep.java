package org.homekeep.api.flow;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.schema.Values;

/** What a step of a config flow answers. */
public sealed interface ConfigStep extends StepResult
    permits StepResult.Common, ConfigStep.CreateEntry, ConfigStep.UpdateEntry, ConfigStep.About {

  /**
   * Makes the entry and ends the flow. Not for the sources reauth and reconfigure.
   *
   * @param uniqueId what tells this entry from another of its domain, where there is such a thing
   * @param subentries that the entry has from the start
   * @param next another flow that the person is led to at once
   */
  record CreateEntry(
      String title,
      Optional<String> uniqueId,
      Values data,
      Values options,
      List<NewSubentry> subentries,
      Optional<NextFlow> next)
      implements ConfigStep {
    public CreateEntry {
      requireNonNull(title, "An entry has a title.");
      requireNonNull(uniqueId, "The unique id of an entry may be absent, and not null.");
      requireNonNull(data, "An entry has data.");
      requireNonNull(options, "An entry has options.");
      requireNonNull(next, "The next flow may be absent, and not null.");
      subentries = List.copyOf(subentries);
    }

    public CreateEntry(String title, Optional<String> uniqueId, Values data, Values options) {
      this(title, uniqueId, data, options, List.of(), Optional.empty());
    }
  }

  /** Changes the entry to mend, reloads it and ends the flow with the given abort reason. */
  record UpdateEntry(String title, Values data, String reason) implements ConfigStep {
    public UpdateEntry {
      requireNonNull(title, "An entry has a title.");
      requireNonNull(data, "An entry has data.");
      requireNonNull(reason, "A flow ends with a reason.");
    }
  }

  /**
   * Says which thing the flow is about, and goes on, unless the hub ends the flow because of it
   * (framework.md §3.6): {@code already_in_progress} when another flow is about the same thing,
   * {@code already_configured} when an entry is, {@code unique_id_mismatch} when the entry to mend
   * is about another.
   *
   * @param uniqueId not empty, unique in the domain
   * @param step what comes next
   */
  record About(String uniqueId, ConfigStep step) implements ConfigStep {
    public About {
      if (uniqueId.isEmpty() || step instanceof About) {
        throw new IllegalArgumentException("A flow is about one thing, which has an id.");
      }
    }
  }
}
