package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.backup.Folder;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.hook.HookException;
import org.homekeep.core.backup.retention.Content;
import org.homekeep.core.backup.retention.HeldCopy;
import org.homekeep.core.backup.retention.Judgement;
import org.homekeep.core.backup.retention.Origin;
import org.homekeep.core.backup.retention.Reason;
import org.homekeep.core.backup.schedule.ClockWatch;
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
    HookException hooks =
        new HookException("It sleeps.", List.of("Lights"), new IllegalStateException("why"));
    Throwable folder =
        catchThrowable(() -> new FolderDirectory(Folder.SSL, Path.of("/gone")).requireFilled());
    issues.notMade(hooks);
    issues.notMade(folder);
    Stream.of(
            new IllegalStateException("It broke."),
            new IOException("No space left on device"),
            new SnapshotException("It was locked."),
            new BackupException(BackupException.Kind.NO_DIRECTORY, "It is gone."),
            new BackupException(BackupException.Kind.NO_HOME, "It is empty."),
            hooks,
            folder)
        .forEach(issues::askedForAndNotMade);
    DeliveryIssues deliveries = new DeliveryIssues(reporter);
    deliveries.failed(nas, "Backup", "It sleeps.");
    deliveries.givenUp(nas, "Backup", "It sleeps.");
    deliveries.archiveGone("gone.location", "Backup");
    deliveries.keptHere("gone.location", "Backup");
    deliveries.leftovers(List.of("Backup"), List.of(new IOException("It is in the way.")));
    issues.databasesAsTheyAre(List.of("home-assistant_v2.db"));
    issues.delivered(List.of("gone.location"), List.of("Full"));
    issues.unavailable(Set.of("gone.location"));
    MeasuredEncryption encryption = new MeasuredEncryption(reporter);
    Future<Void> wrong = Future.failedFuture(new NotAsAskedException("It is plain."));
    encryption.made("Nightly", wrong);
    encryption.recoded(new CopyId("27e0ff0f", "x.y"), "Nightly", wrong);
    encryption.measured(new CopyId("27e0ff0f", "x.y"), "Nightly", false);
    retention(reporter);
    reported.add(Deletions.notLoggedIssue(new IOException("It is a file.")));
    reported.add(KeyCare.notConfirmed());
    return reported.stream()
        .collect(
            Collectors.toMap(Issue::translationKey, issue -> issue, (a, b) -> b, TreeMap::new));
  }

  private static void retention(IssueReporter reporter) {
    Instant now = Instant.parse("2024-11-11T11:00:00Z");
    HeldCopy copy =
        new HeldCopy(
            "x.y",
            "27e0ff0f",
            Optional.of(now),
            Origin.AUTOMATIC,
            false,
            true,
            new Content(1, "", Optional.empty()));
    RetentionIssues retention = new RetentionIssues(reporter, ZoneOffset.UTC);
    retention.settingsInDoubt(true);
    retention.heard(
        new Listing(List.of(), Map.of()),
        List.of(
            new Judgement(copy, Reason.Stays.IN_THE_FUTURE),
            new Judgement(copy, Reason.Stays.CLOCK_LEAPT),
            new Judgement(copy, Reason.Stays.OTHER_DIRECTORY),
            new Judgement(copy, new Reason.Shrunk(1, 1_000_000))),
        Optional.of(new ClockWatch.Leap(now, now)),
        true);
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
    return name.substring(PREFIX.length(), name.indexOf('.', PREFIX.length()));
  }
}
