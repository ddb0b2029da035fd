package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.websocket.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of this machine are read to their end before they go to more locations. */
class SentFromHereTest {
  @TempDir private Path directory;
  private DeliveryHub home;
  private String id;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
    id = home.hub.backup(DeliveryHub.to("backup.local"));
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private Deliveries deliveries() {
    return home.hub.backups().manager().deliveries();
  }

  /** Delivers; does this once as soon as the delivery is listed, before the archive was read. */
  private Future<CommandResult> deliverAnd(Runnable action) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    home.hub.onContext(
        () ->
            deliveries()
                .onChange(
                    () -> {
                      if (!deliveries().all().isEmpty() && done.compareAndSet(false, true)) {
                        action.run();
                      }
                    }));
    return home.hub.begin(
        "homekeep/backup/deliver", DeliveryHub.to("test.nas").put("backup_id", id));
  }

  private void assertNothingWasSent() throws Exception {
    home.turns();
    assertThat(home.owed()).isEmpty();
    assertThat(home.nas.uploads()).isZero();
    assertThat(home.hub.issues()).isEmpty();
  }

  @Test
  void one_that_is_being_read_stands_among_the_deliveries() throws Exception {
    AtomicBoolean listed = new AtomicBoolean();
    Future<CommandResult> answer =
        deliverAnd(
            () -> {
              DeliveryStatus status = deliveries().all().get(0);
              listed.set(status.waiting().agentId().equals("test.nas"));
            });

    home.hub.until(() -> answer.succeeded() && home.nas.ids().contains(id));
    assertThat(listed).isTrue();
  }

  @Test
  void it_can_be_cancelled_while_it_is_read() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();

    Future<CommandResult> answer =
        deliverAnd(() -> deliveries().cancel(new CopyId(id, "test.nas")).onSuccess(cancelled::set));

    assertThat(BackupHub.refusal(answer))
        .isEqualTo(
            "home_assistant_error: The delivery was cancelled while the backup was fetched. Nothing is sent.");
    assertThat(cancelled).isTrue();
    assertNothingWasSent();
  }

  @Test
  void one_that_is_deleted_while_it_is_read_is_not_missed() throws Exception {
    Future<CommandResult> answer = deliverAnd(() -> deliveries().forget(id));

    home.hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(BackupHub.refusal(answer))
        .isEqualTo("home_assistant_error: The backup was deleted in the meantime.");
    assertNothingWasSent();
  }
}
