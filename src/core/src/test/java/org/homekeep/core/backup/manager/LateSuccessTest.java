package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy that arrives late changes, and what it must not. */
class LateSuccessTest {
  private static final String FAILED = "automatic_backup_failed";

  private Path letters;
  private BackupHub hub;
  private final AtomicInteger told = new AtomicInteger();
  private MemoryAgent nas;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    Path data = Files.createDirectory(temporary.resolve("data"));
    letters = Files.writeString(data.resolve("letters.txt"), "All of them.");
    hub = BackupHub.open(new HubDirectories(temporary.resolve("config"), data)).start();
    nas = hub.addAgent("nas");
    hub.onContext(
        () -> {
          hub.backups().manager().onSettingsChange(told::incrementAndGet);
          return "listens";
        });
    update("{'create_backup':{'agent_ids':['test.nas']}}");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void update(String json) throws Exception {
    hub.call("backup/config/update", new JsonObject(json.replace('\'', '"')));
  }

  private void automatic() throws Exception {
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();
  }

  private String lastCompleted() throws Exception {
    return String.valueOf(hub.call("backup/info").getString("last_completed_automatic_backup"));
  }

  private void wakeUp() throws Exception {
    int before = told.get();
    nas.recover();
    hub.advance(Duration.ofHours(5));
    hub.until(() -> told.get() > before);
    hub.async(() -> hub.backups().manager().keeping().settled());
  }

  @Test
  void a_late_copy_does_not_end_the_issue_of_a_newer_backup_that_failed() throws Exception {
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    automatic();
    hub.advance(Duration.ofHours(1));
    Files.delete(letters);
    automatic();
    assertThat(hub.issues().get(FAILED).translationKey()).isEqualTo(FAILED + "_home");

    wakeUp();

    assertThat(nas.ids()).hasSize(1);
    assertThat(hub.issues().get(FAILED).translationKey()).isEqualTo(FAILED + "_home");
    assertThat(lastCompleted()).isEqualTo("2024-11-11T12:00:00+01:00");
  }

  @Test
  void the_newest_completes_when_it_was_made_and_that_is_told() throws Exception {
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    automatic();
    assertThat(lastCompleted()).isEqualTo("null");
    assertThat(hub.issues()).containsKey(FAILED);

    wakeUp();

    assertThat(lastCompleted()).isEqualTo("2024-11-11T12:00:00+01:00");
    assertThat(hub.issues()).doesNotContainKey(FAILED);
  }

  @Test
  void copies_are_not_counted_before_the_next_backup() throws Exception {
    automatic();
    hub.advance(Duration.ofHours(1));
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    automatic();
    update("{'retention':{'copies':1}}");

    wakeUp();
    assertThat(nas.ids()).hasSize(2);

    automatic();
    assertThat(nas.ids()).hasSize(1);
  }

  @Test
  void a_backup_that_a_missing_location_does_not_have_is_not_complete() throws Exception {
    update("{'create_backup':{'agent_ids':['test.nas','test.gone']}}");
    automatic();

    assertThat(nas.ids()).hasSize(1);
    assertThat(lastCompleted()).isEqualTo("null");

    hub.addAgent("gone");
    hub.until(() -> !lastCompleted().equals("null"));
    assertThat(lastCompleted()).isEqualTo("2024-11-11T12:00:00+01:00");
    assertThat(List.copyOf(hub.issues().keySet())).doesNotContain(FAILED);
  }
}
