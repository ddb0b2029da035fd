package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.homekeep.api.backup.Folder;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.hook.HookException;
import org.homekeep.core.backup.snapshot.SnapshotException;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupIssuesTest {
  private static final String PREFIX = "component.backup.issues.";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

  /** Everything that can be reported, by translation key. */
  private static Map<String, Issue> everyIssue() {
    List<Issue> reported = new ArrayList<>();
    IssueReporter reporter =
        new IssueReporter() {
          @Override
          public void report(Issue issue) {
            reported.add(issue);
          }

          @Override
          public void resolve(String issueId) {}
        };
    BackupIssues issues = new BackupIssues(reporter);
    Vertx vertx = Vertx.vertx();
    MemoryAgent nas = new MemoryAgent(vertx, "nas");
    new CopyIssues(reporter).notAsSent(nas, "Backup", "It differs.", "It is gone.");
    vertx.close();
    issues.notMade(new IllegalStateException("It broke."));
    issues.notMade(new IOException("No space left on device"));
    issues.notMade(new NotAsAskedException("It is plain."));
    issues.notMade(new SnapshotException("It was locked."));
    for (BackupException.Kind kind : BackupException.Kind.values()) {
      issues.notMade(new BackupException(kind, "It could not."));
    }
    issues.notMade(
        new HookException("It sleeps.", List.of("Lights"), new IllegalStateException("why")));
    DeliveryIssues deliveries = new DeliveryIssues(reporter);
    deliveries.failed(nas, "Backup", "It sleeps.");
    deliveries.givenUp(nas, "Backup", "It sleeps.");
    issues.notMade(
        catchThrowable(() -> new FolderDirectory(Folder.SSL, Path.of("/gone")).requireFilled()));
    issues.delivered(List.of("gone.location"), List.of("Full"));
    issues.unavailable(Set.of("gone.location"));
    MeasuredEncryption encryption = new MeasuredEncryption(reporter);
    Future<Void> wrong = Future.failedFuture(new NotAsAskedException("It is plain."));
    encryption.made("Nightly", wrong);
    encryption.recoded("Nightly", "x.y", wrong);
    encryption.measured("x.y", "27e0ff0f", "Nightly", false);
    reported.add(KeyCare.notConfirmed());
    return reported.stream()
        .collect(
            Collectors.toMap(Issue::translationKey, issue -> issue, (a, b) -> b, TreeMap::new));
  }

  @Test
  void every_issue_has_a_title_and_a_description_that_a_client_can_fill_in(@TempDir Path config) {
    JsonObject texts;
    try (EntriesHub hub = EntriesHub.start(config)) {
      texts =
          hub.command(
                  "frontend/get_translations",
                  new JsonObject().put("language", "en").put("category", "issues"))
              .getJsonObject("result")
              .getJsonObject("resources");
    }

    Map<String, Issue> every = everyIssue();
    every.forEach(
        (key, issue) -> {
          String title = texts.getString(PREFIX + key + ".title", "");
          String description = texts.getString(PREFIX + key + ".description", "");
          assertThat(title).as("title of " + key).isNotBlank();
          assertThat(description).as("description of " + key).isNotBlank();
          Set<String> used =
              PLACEHOLDER
                  .matcher(title + description)
                  .results()
                  .map(found -> found.group(1))
                  .collect(Collectors.toCollection(TreeSet::new));
          assertThat(used).as("placeholders of " + key).isEqualTo(issue.placeholders().keySet());
        });
    assertThat(texts.fieldNames().stream().filter(name -> name.startsWith(PREFIX)))
        .allMatch(name -> every.containsKey(keyOf(name)));
  }

  private static String keyOf(String name) {
    return name.substring(PREFIX.length(), name.lastIndexOf('.'));
  }
}
