package org.homekeep.core.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.EntryMigration;
import org.homekeep.api.entry.EntryVersion;
import org.homekeep.api.entry.StoredEntry;

/** Finds the way from the version of an entry to that of its integration (framework.md §3.4). */
final class EntryMigrations {
  private EntryMigrations() {}

  /** What is to be done with an entry before it is set up. */
  sealed interface Plan {}

  /** The integration can read it as it is. */
  record Unchanged() implements Plan {}

  /** The steps lead to what the integration reads. */
  record Steps(List<EntryMigration> steps) implements Plan {
    Steps {
      steps = List.copyOf(steps);
    }

    /** Runs the steps, which are an integration's code. */
    EntryContent applyTo(EntryContent content) {
      StoredEntry entry =
          new StoredEntry(content.title(), content.uniqueId(), content.data(), content.options());
      for (EntryMigration step : steps) {
        entry = step.change().apply(entry);
      }
      EntryVersion version = steps.get(steps.size() - 1).to();
      return new EntryContent(
          entry.title(),
          version,
          entry.uniqueId(),
          entry.data(),
          entry.options(),
          content.subentries());
    }
  }

  /** The integration cannot read it. */
  record Impossible(String reason) implements Plan {}

  static Plan plan(EntryVersion stored, EntryVersion wanted, List<EntryMigration> migrations) {
    if (stored.equals(wanted)) {
      return new Unchanged();
    }
    List<EntryMigration> steps = new ArrayList<>();
    EntryVersion reached = stored;
    while (reached.compareTo(wanted) < 0) {
      Optional<EntryMigration> next = next(reached, wanted, migrations);
      if (next.isEmpty()) {
        break;
      }
      steps.add(next.get());
      reached = next.get().to();
    }
    if (reached.major() != wanted.major()) {
      return new Impossible(
          "The entry has version %s, but the integration reads version %s. Install the version of the integration that made it."
              .formatted(stored, wanted));
    }
    return steps.isEmpty() ? new Unchanged() : new Steps(steps);
  }

  /** The step that leads furthest, but not beyond what is wanted. */
  private static Optional<EntryMigration> next(
      EntryVersion from, EntryVersion wanted, List<EntryMigration> migrations) {
    return migrations.stream()
        .filter(step -> step.from().equals(from) && step.to().compareTo(wanted) <= 0)
        .max((one, other) -> one.to().compareTo(other.to()));
  }
}
