package org.homekeep.core.entry;

import java.util.List;
import java.util.Optional;

/**
 * Which entries a client asks for (framework.md §5.3).
 *
 * @param types of integrations; none for all. An entry whose integration is not installed has no
 *     type: only who asks for helpers alone does not see it
 */
record EntryFilter(Optional<String> domain, List<String> types) {
  private static final String HELPER = "helper";

  EntryFilter {
    types = List.copyOf(types);
  }

  static EntryFilter of(Optional<String> domain, List<String> types) {
    return new EntryFilter(domain, types);
  }

  List<EntryView> apply(List<EntryView> entries) {
    return entries.stream().filter(this::matches).toList();
  }

  boolean matches(EntryView entry) {
    if (domain.isPresent() && !domain.get().equals(entry.domain())) {
      return false;
    }
    if (types.isEmpty()) {
      return true;
    }
    return entry
        .host()
        .map(host -> types.contains(host.manifest().integrationType()))
        .orElse(!types.equals(List.of(HELPER)));
  }
}
