package org.homekeep.core.issues;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All issues of the hub. Called on the hub's context, except for the reporters it gives out. */
public final class IssueRegistry {
  /** The domain of the issues that the hub itself reports, as clients know it. */
  public static final String HUB_DOMAIN = "homeassistant";

  private static final Logger LOG = LoggerFactory.getLogger(IssueRegistry.class);
  private static final String EVENT = "repairs_issue_registry_updated";
  private static final Duration SAVE_DELAY = Duration.ofSeconds(10);

  private final HubRuntime runtime;
  private final HubEvents events;
  private final Store<List<RegisteredIssue>> store;
  private final Map<IssueKey, RegisteredIssue> issues = new LinkedHashMap<>();

  private final Set<String> refusing = new HashSet<>();
  private final Map<String, Consumer<String>> settled = new HashMap<>();

  private record IssueKey(String domain, String issueId) {}

  public IssueRegistry(HubRuntime runtime, Storage storage, HubEvents events) {
    this.runtime = runtime;
    this.events = events;
    this.store = storage.open(HubDocuments.ISSUES, new IssueCodec());
  }

  /** Reads what was stored. Call before anything is reported. */
  public Future<Void> load() {
    return store
        .load()
        .onSuccess(
            stored ->
                stored
                    .orElse(List.of())
                    .forEach(
                        issue ->
                            issues.putIfAbsent(
                                new IssueKey(issue.domain(), issue.issueId()), issue)))
        .mapEmpty();
  }

  /** Where an integration reports; may be used from any thread. */
  public IssueReporter reporter(String domain) {
    return new IssueReporter() {
      @Override
      public void report(Issue issue) {
        onContext(() -> reportFrom(domain, issue));
      }

      @Override
      public void resolve(String issueId) {
        onContext(() -> IssueRegistry.this.resolve(domain, issueId));
      }
    };
  }

  /** What comes from an integration is foreign, and kept small. */
  private void reportFrom(String domain, @Nullable Issue issue) {
    Optional<String> refused =
        IssueLimits.refusal(
            issue, found -> find(domain, found.issueId()).isPresent() ? 0 : active(domain));
    if (issue != null && refused.isEmpty()) {
      report(domain, issue);
    } else if (refusing.add(domain)) {
      LOG.atWarn()
          .addKeyValue("integration", domain)
          .addKeyValue("reason", refused.orElse("there is none"))
          .log("An issue of an integration is not shown, and others of it may not be");
    }
  }

  private int active(String domain) {
    return (int) issues.keySet().stream().filter(key -> key.domain().equals(domain)).count();
  }

  private void onContext(Runnable action) {
    Context current = Vertx.currentContext();
    if (current == runtime.context() && Context.isOnEventLoopThread()) {
      action.run();
    } else {
      runtime.execute(action);
    }
  }

  /** Shows an issue. One that is there already keeps its age and stays ignored. */
  public void report(String domain, Issue issue) {
    report(domain, issue, Map.of());
  }

  /**
   * Shows an issue.
   *
   * @param data what a client needs to act on it, such as a flow id; never secrets
   */
  public void report(String domain, Issue issue, Map<String, String> data) {
    IssueKey key = new IssueKey(domain, issue.issueId());
    RegisteredIssue before = issues.get(key);
    RegisteredIssue after =
        new RegisteredIssue(
            domain,
            issue.issueId(),
            before == null ? runtime.clock().instant() : before.created(),
            before == null ? Optional.empty() : before.dismissedVersion(),
            Optional.of(issue),
            data);
    if (!Objects.equals(before, after)) {
      issues.put(key, after);
      changed(key, before == null || !before.active() ? "create" : "update");
    }
  }

  /** Takes an issue away; does nothing when there is none. */
  public void resolve(String domain, String issueId) {
    IssueKey key = new IssueKey(domain, issueId);
    RegisteredIssue removed = issues.remove(key);
    if (removed != null) {
      changed(key, "remove");
    }
  }

  /** Hears the ids of issues of a domain of which somebody has said that they are settled. */
  public void onSettled(String domain, Consumer<String> listener) {
    settled.put(domain, listener);
  }

  /** Somebody has said in the page that an issue is settled. */
  public void settle(String domain, String issueId) {
    resolve(domain, issueId);
    settled.getOrDefault(domain, nobody -> {}).accept(issueId);
  }

  /** Takes away every issue of a domain that names the config entry, in its id or its texts. */
  public void resolveOfEntry(String domain, String entryId) {
    for (RegisteredIssue issue : List.copyOf(issues.values())) {
      boolean names =
          issue.issueId().contains(entryId)
              || issue
                  .details()
                  .filter(details -> details.placeholders().containsValue(entryId))
                  .isPresent();
      if (issue.domain().equals(domain) && names) {
        resolve(domain, issue.issueId());
      }
    }
  }

  /** Takes away every issue of a domain. */
  public void resolveAll(String domain) {
    for (IssueKey key : List.copyOf(issues.keySet())) {
      if (key.domain().equals(domain)) {
        resolve(domain, key.issueId());
      }
    }
  }

  /** Hides an issue, or shows it again; false when there is none. */
  boolean ignore(String domain, String issueId, boolean ignore) {
    IssueKey key = new IssueKey(domain, issueId);
    RegisteredIssue issue = issues.get(key);
    if (issue == null) {
      return false;
    }
    RegisteredIssue after =
        issue.dismissed(ignore ? Optional.of(HomeAssistantVersion.CURRENT) : Optional.empty());
    if (!after.equals(issue)) {
      issues.put(key, after);
      changed(key, "update");
    }
    return true;
  }

  /** The active issues, as clients see them. */
  public JsonArray list() {
    JsonArray active = new JsonArray();
    issues.values().forEach(issue -> issue.wire().ifPresent(active::add));
    return active;
  }

  /** The issues of a domain as they are stored, for diagnostics. */
  public JsonArray stored(String domain) {
    JsonArray stored = new JsonArray();
    issues.values().stream()
        .filter(issue -> issue.domain().equals(domain))
        .forEach(issue -> stored.add(issue.stored()));
    return stored;
  }

  /** An issue that is shown. */
  public Optional<ActiveIssue> active(String domain, String issueId) {
    return find(domain, issueId)
        .flatMap(found -> found.details().map(issue -> new ActiveIssue(issue, found.data())));
  }

  /** Whether somebody reports issues under the domain, such as the hub itself. */
  public boolean knows(String domain) {
    return domain.equals(HUB_DOMAIN)
        || issues.keySet().stream().anyMatch(key -> key.domain().equals(domain));
  }

  Optional<RegisteredIssue> find(String domain, String issueId) {
    return Optional.ofNullable(issues.get(new IssueKey(domain, issueId)));
  }

  private void changed(IssueKey key, String action) {
    store.saveLater(List.copyOf(issues.values()), SAVE_DELAY);
    events.fire(
        EVENT,
        new JsonObject()
            .put("action", action)
            .put("domain", key.domain())
            .put("issue_id", key.issueId()));
  }
}
