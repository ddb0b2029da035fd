package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the folder and is no whole backup is named in an issue, and hides nothing. */
class StraysTest extends EmulatorTest {
  private static final String ARCHIVES = "archives_without_metadata_01ENTRY";
  private static final String ORPHANS = "metadata_without_archive_01ENTRY";
  private static final String UNREADABLE = "unreadable_metadata_01ENTRY";

  /** The service lives in the present, and the hub's clock stands still before it. */
  private static final Duration LONG_AFTER = Duration.ofDays(365 * 30);

  private ConfigEntry entry;
  private BackupAgent agent;

  @BeforeEach
  void store() throws Exception {
    entry = entry();
    agent = agent(entry);
    store(agent, upload(ID, bytes(100)));
  }

  /** Another entry has another listing, so that it is asked anew; its issues have the same ids. */
  private List<String> listedAnew() throws Exception {
    agent = agent(entry);
    return listedIds(agent);
  }

  private String shown(String issueId) {
    Issue issue = hub.shownIssues().get(issueId);
    assertThat(issue).as(issueId).isNotNull();
    assertThat(issue.severity()).isEqualTo(Severity.WARNING);
    assertThat(issueId).isEqualTo(issue.translationKey() + "_01ENTRY");
    Map<String, String> placeholders = issue.placeholders();
    assertThat(placeholders).containsEntry("title", BUCKET).containsKey("brand_name");
    return placeholders.get("count") + ": " + placeholders.get("names");
  }

  private byte[] sidecar(String id) {
    return Sidecar.write(backup(id, 10));
  }

  @Test
  void a_folder_of_backups_alone_shows_nothing() throws Exception {
    hub.advance(LONG_AFTER);

    assertThat(listedAnew()).containsExactly(ID);

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void an_archive_without_a_sidecar_is_named() throws Exception {
    put(entry, "ha/alone.tar", bytes(10));
    hub.advance(LONG_AFTER);

    assertThat(listedAnew()).containsExactly(ID);

    assertThat(shown(ARCHIVES)).isEqualTo("1: * `ha/alone.tar`");
    assertThat(hub.shownIssues()).hasSize(1);
  }

  @Test
  void a_young_archive_may_still_get_its_sidecar() throws Exception {
    put(entry, "ha/alone.tar", bytes(10));

    listedAnew();

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void an_archive_whose_upload_is_under_way_is_no_stray() throws Exception {
    fault(FaultRule.of("b2_upload_file", FaultAction.STALL).times(50));
    byte[] archive = bytes(3 * PART);
    Future<Void> upload =
        hub.start(
            () ->
                agent.uploadBackup(
                    upload(
                        backup("bbbb2222", archive.length),
                        () -> new ByteArrayInputStream(archive))));
    Patience.await(
        () ->
            calls().contains("b2_finish_large_file")
                && names().contains(base("bbbb2222") + ".tar"));
    hub.advance(LONG_AFTER);

    listedIds(agent);
    assertThat(hub.shownIssues()).isEmpty();
    noFaults();
    assertThat(upload.isComplete()).isFalse();
  }

  @Test
  void a_sidecar_without_its_archive_is_named() throws Exception {
    put(entry, "ha/half.metadata.json", sidecar("bbbb2222"));

    assertThat(listedAnew()).containsExactly(ID);

    assertThat(shown(ORPHANS)).isEqualTo("1: * `ha/half.metadata.json`");
    assertThat(hub.shownIssues()).hasSize(1);
  }

  @Test
  void an_unreadable_sidecar_is_named_and_its_archive_is_not() throws Exception {
    put(entry, "ha/broken.metadata.json", "{\"metadata".getBytes(StandardCharsets.UTF_8));
    put(entry, "ha/broken.tar", bytes(10));
    hub.advance(LONG_AFTER);

    assertThat(listedAnew()).containsExactly(ID);

    assertThat(shown(UNREADABLE)).isEqualTo("1: * `ha/broken.metadata.json`");
    assertThat(hub.shownIssues()).hasSize(1);
  }

  @Test
  void a_sidecar_that_cannot_be_read_now_is_not_called_unreadable() throws Exception {
    fault(FaultRule.error("b2_download_file_by_id", 409, "conflict"));
    store(agent, upload("bbbb2222", bytes(10)));

    assertThat(listedAnew()).hasSize(1);

    assertThat(shown("metadata_not_read_01ENTRY")).startsWith("1: * `ha/Automatic_backup");
    assertThat(hub.shownIssues()).hasSize(1);
  }

  @Test
  void the_issue_of_a_sidecar_that_was_not_read_goes_when_it_was() throws Exception {
    fault(FaultRule.error("b2_download_file_by_id", 409, "conflict"));
    store(agent, upload("bbbb2222", bytes(10)));
    listedAnew();
    assertThat(hub.shownIssues()).containsOnlyKeys("metadata_not_read_01ENTRY");

    hub.fireTimers();
    hub.await(hub.blockingIdle());
    hub.await(hub.blockingIdle());

    assertThat(hub.shownIssues()).isEmpty();
    assertThat(listedIds(agent)).containsExactly(ID, "bbbb2222");
  }

  @Test
  void of_many_the_first_are_named_and_all_are_counted() throws Exception {
    for (int i : IntStream.range(1, 8).toArray()) {
      put(entry, "ha/alone" + i + ".tar", bytes(i));
    }
    hub.advance(LONG_AFTER);

    assertThat(listedAnew()).containsExactly(ID);

    assertThat(shown(ARCHIVES).lines())
        .containsExactly(
            "7: * `ha/alone1.tar`",
            "* `ha/alone2.tar`",
            "* `ha/alone3.tar`",
            "* `ha/alone4.tar`",
            "* `ha/alone5.tar`",
            "* …");
  }

  @Test
  void a_name_cannot_dress_up_the_page() throws Exception {
    put(entry, "ha/`[click](tel:1)`.tar", bytes(10));
    hub.advance(LONG_AFTER);

    listedAnew();

    assertThat(shown(ARCHIVES)).isEqualTo("1: * `ha/?[click](tel:1)?.tar`");
  }

  @Test
  void what_is_in_folders_below_or_is_something_else_is_no_stray() throws Exception {
    put(entry, "ha/below/alone.tar", bytes(10));
    put(entry, "ha/holiday.jpg", bytes(10));
    hub.advance(LONG_AFTER);

    assertThat(listedAnew()).containsExactly(ID);

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void when_they_are_gone_the_issues_go_with_the_next_check() throws Exception {
    put(entry, "ha/alone.tar", bytes(10));
    put(entry, "ha/half.metadata.json", sidecar("bbbb2222"));
    put(entry, "ha/broken.metadata.json", bytes(10));
    hub.advance(LONG_AFTER);
    listedAnew();
    assertThat(hub.shownIssues()).containsOnlyKeys(ARCHIVES, ORPHANS, UNREADABLE);

    delete(entry, "ha/alone.tar");
    delete(entry, "ha/half.metadata.json");
    delete(entry, "ha/broken.metadata.json");
    hub.fireTimers();
    hub.await(hub.blockingIdle());
    hub.await(hub.blockingIdle());

    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void they_are_never_touched() throws Exception {
    put(entry, "ha/alone.tar", bytes(10));
    put(entry, "ha/half.metadata.json", sidecar("bbbb2222"));
    put(entry, "ha/broken.metadata.json", bytes(10));
    hub.advance(LONG_AFTER);
    List<String> before = names();

    listedAnew();
    hub.await(() -> agent.cleanUp(new UploadNotes(Set.of(), Set.of())));
    hub.fireTimers();
    hub.await(hub.blockingIdle());

    assertThat(names()).isEqualTo(before);
  }

  @Test
  void an_entry_that_is_removed_takes_its_issues_along() throws Exception {
    put(entry, "ha/half.metadata.json", sidecar("bbbb2222"));
    listedAnew();
    assertThat(hub.shownIssues()).hasSize(1);

    integration.removed(entry, hub);

    assertThat(hub.shownIssues()).isEmpty();
  }
}
