package org.homekeep.core.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.issues.IssueRegistry;

/** Reports entries of one domain that are about the same thing (framework.md §3.6). */
final class CollisionWatch {
  private static final String KEY = "config_entry_unique_id_collision";

  private final EntryRegistry registry;
  private final IssueRegistry issues;
  private final Map<String, Set<String>> reported = new LinkedHashMap<>();

  CollisionWatch(EntryRegistry registry, IssueRegistry issues) {
    this.registry = registry;
    this.issues = issues;
  }

  void lookAtAll() {
    registry.all().stream()
        .map(entry -> entry.record().domain())
        .collect(Collectors.toSet())
        .forEach(this::look);
  }

  void look(String domain) {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    for (ManagedEntry entry : registry.all()) {
      EntryRecord record = entry.record();
      if (record.domain().equals(domain) && !record.ignored()) {
        record
            .uniqueId()
            .ifPresent(
                id -> titles.computeIfAbsent(id, none -> new ArrayList<>()).add(record.title()));
      }
    }
    Set<String> before = reported.getOrDefault(domain, Set.of());
    Set<String> now = new HashSet<>();
    titles.forEach(
        (uniqueId, all) -> {
          if (all.size() > 1) {
            now.add(issueId(domain, uniqueId));
            report(domain, issueId(domain, uniqueId), all);
          }
        });
    before.stream()
        .filter(issueId -> !now.contains(issueId))
        .forEach(issueId -> issues.resolve(IssueRegistry.HUB_DOMAIN, issueId));
    reported.put(domain, now);
  }

  private void report(String domain, String issueId, List<String> titles) {
    issues.report(
        IssueRegistry.HUB_DOMAIN,
        Issue.of(
            issueId,
            Severity.ERROR,
            KEY,
            Map.of("domain", domain, "titles", String.join(", ", titles))));
  }

  private static String issueId(String domain, String uniqueId) {
    return "%s_%s_%s".formatted(KEY, domain, uniqueId);
  }
}
