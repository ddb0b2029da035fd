package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.checks.Seed;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while the bytes of a backup are on their way (b2-and-cloud.md §B.5). */
class UploadMeanwhileTest {
  private static final int PICTURE = 3_000_000;
  private @TempDir Path directory;
  private CloudHub home;
  private int events;

  @AfterEach
  void stop() {
    home.close();
  }

  private void open(Map<String, String> settings) throws Exception {
    home = CloudHub.in(directory, settings);
    byte[] picture = new byte[PICTURE];
    Seed.random("picture").nextBytes(picture);
    Files.write(directory.resolve("data/picture.jpg"), picture);
    home.loggedIn();
  }

  /** Begins a backup and does not wait for it. */
  private String begin() {
    events = home.socket.send("backup/subscribe_events", new JsonObject());
    home.socket.nextEvent(events);
    return home.socket
        .call(
            "backup/generate",
            new JsonObject()
                .put("password", CloudHub.KEY)
                .put("agent_ids", new JsonArray().add(CloudHub.CLOUD).add(CloudHub.LOCAL)))
        .getString("backup_job_id");
  }

  private void awaitIdle() {
    home.socket.eventsUntil(events, CloudHub::isIdle);
  }

  @Test
  void a_subscription_that_ends_is_told_and_nothing_is_tried_any_more() throws Exception { // §G 2
    open(Map.of("cloud.transfer_silence", "PT5S"));
    home.fault(FaultRule.of("object_put", FaultAction.STALL).afterBytes(100_000).times(100));
    begin();
    home.until(() -> home.asked("object_put") > 0);

    home.await(home.cloud.endSubscription(home.cloud.email(), "2020-01-31"));
    awaitIdle();

    assertThat(home.listed(CloudHub.LOCAL)).hasSize(1);
    assertThat(home.stored()).isEmpty();
    assertThat(home.issue("subscription_expired")).isPresent();
    assertThat(home.asked("object_put")).isLessThan(5);
  }

  @Test
  void a_line_that_drips_is_given_up_when_it_has_dripped_for_long() throws Exception { // §B.2
    open(Map.of("cloud.transfer_timeout", "PT8S"));
    home.fault(FaultRule.of("object_put", FaultAction.SLOW).bytesPerSecond(50_000).times(100));

    begin();
    awaitIdle();

    assertThat(home.asked("object_put")).isEqualTo(1);
    assertThat(home.issue("upload_failed").orElseThrow().encode()).contains("took longer than");
  }

  @Test
  void a_copy_that_nobody_wants_any_more_is_not_sent_on() throws Exception {
    open(Map.of());
    home.fault(FaultRule.of("object_put", FaultAction.SLOW).bytesPerSecond(100_000).times(1));
    String id = begin();
    home.until(() -> home.asked("object_put") > 0);

    JsonObject answer =
        home.socket.call(
            "homekeep/backup/deliveries/cancel",
            new JsonObject().put("backup_id", id).put("agent_id", CloudHub.CLOUD));
    awaitIdle();

    assertThat(answer.getBoolean("cancelled")).isTrue();
    assertThat(home.stored()).isEmpty();
    assertThat(home.listed(CloudHub.LOCAL)).containsExactly(id);
    assertThat(home.issue("upload_failed")).isEmpty();
    String next = home.backUp(CloudHub.CLOUD);
    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(next);
  }

  @Test
  void the_status_waits_for_nobody() throws Exception { // §B.3
    open(Map.of());
    int before = home.asked("InitiateAuth");
    home.fault(FaultRule.of("InitiateAuth", FaultAction.STALL).times(1));
    home.await(home.cloud.expireTokens());
    int slow = home.socket.send("backup/delete", new JsonObject().put("backup_id", "aaaa0001"));
    home.until(() -> home.asked("InitiateAuth") > before);

    // The renewal is waited for, ten seconds, before anything is deleted; whoever asks for the
    // status meanwhile is answered.
    int status = home.socket.send("cloud/status", new JsonObject());
    int first =
        home.socket
            .next(message -> List.of(slow, status).contains(message.getInteger("id")))
            .getInteger("id");

    assertThat(first).isEqualTo(status);
  }
}
