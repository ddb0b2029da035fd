package org.homekeep.core.backup.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A backup of somebody else that was fetched to be sent on, and a hub that dies at each operation
 * of the disk from when nobody waits for the fetched file any more.
 */
class SettledDeliveryTest {
  private final Vertx idle = Vertx.vertx();
  private final Silence silence = Silence.here(false);
  private Supplies supplies;

  @BeforeEach
  void start() throws IOException {
    supplies = Supplies.make(idle);
  }

  @AfterEach
  void stop() throws Exception {
    silence.end();
    idle.close().await(10, TimeUnit.SECONDS);
  }

  /** What becomes of the copy that a location waits for. */
  private interface End {
    void come(SendingHome home);
  }

  /** Dies at the first operation after the end has begun, then at the second, and so on. */
  private void assertNothingIsLostOrLeft(boolean full, End end) throws IOException {
    boolean died = true;
    int operations = 0;
    for (; died; operations++) {
      for (boolean synced : List.of(true, false)) {
        SendingHome home = new SendingHome(operations, idle, supplies);
        home.letWait();
        if (full) {
          home.disk().fill(0, 0);
        }
        home.disk().failAfter(operations);
        end.come(home);
        died = home.disk().isDead();
        home.revive(synced);
        end.come(home);

        String moment = "after %d operations, %s".formatted(operations, synced ? "killed" : "cut");
        assertThat(home.deliveries().all()).as(moment).isEmpty();
        assertThat(home.temporary()).as(moment).isEmpty();
        assertThat(home.stored()).as(moment).isEmpty();
        assertThat(home.hub().issues()).as(moment).isEmpty();
        assertThat(home.source().find(home.id())).as(moment).isPresent();
      }
    }
    assertThat(operations).isGreaterThan(10);
  }

  @Test
  void when_the_location_has_taken_its_copy() throws Exception {
    assertNothingIsLostOrLeft(
        false,
        home -> {
          home.take();
          assertThat(home.disk().isDead() || home.target().find(home.id()).isPresent()).isTrue();
        });
  }

  @Test
  void when_the_location_has_taken_its_copy_and_the_disk_here_is_full() throws Exception {
    assertNothingIsLostOrLeft(
        true,
        home -> {
          home.take();
          assertThat(home.disk().isDead() || home.target().find(home.id()).isPresent()).isTrue();
        });
  }

  @Test
  void when_the_delivery_was_cancelled() throws Exception {
    assertNothingIsLostOrLeft(
        false,
        home -> {
          home.cancel();
          assertThat(home.target().find(home.id())).isEmpty();
        });
  }

  @Test
  void a_copy_that_has_arrived_is_not_recorded_as_failed() throws Exception {
    boolean died = true;
    int operations = 0;
    for (; died; operations++) {
      SendingHome home = new SendingHome(operations, idle, supplies);
      String made = home.letNewOneWait();
      home.disk().failAfter(operations);
      home.take();
      died = home.disk().isDead();
      home.revive(true);
      home.take();

      assertThat(home.target().find(made)).isPresent();
      assertThat(home.failed(made)).as("after %d operations", operations).isEmpty();
    }
    assertThat(operations).isGreaterThan(10);
  }
}
