package org.homekeep.core.backup.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.backup.delivery.DeliveryStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody who asks for a copy of a backup elsewhere, and thinks better of it at any moment. */
class CancelledOrderTest {
  private final Vertx idle = Vertx.vertx();
  private final Silence silence = Silence.here(false);

  @AfterEach
  void stop() throws Exception {
    silence.end();
    idle.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void it_is_listed_and_can_be_cancelled_after_each_step_until_it_is_sent() throws IOException {
    Supplies supplies = Supplies.make(idle);
    int steps = 0;
    for (boolean sent = false; !sent; steps++) {
      SendingHome home = new SendingHome(steps, idle, supplies);
      Future<Void> answer = home.send();
      home.steps(steps);
      List<DeliveryStatus> listed = home.deliveries().all();
      assertThat(listed).as("after %d steps", steps).hasSize(1);
      sent = listed.get(0).state() == DeliveryStatus.State.UPLOADING;
      if (!sent) {
        assertThat(home.cancel().result()).as("after %d steps", steps).isTrue();
        assertThat(answer.isComplete()).isTrue();
        assertThat(home.target().uploads(home.id())).as("after %d steps", steps).isZero();
        assertThat(home.deliveries().all()).isEmpty();
        assertThat(home.temporary()).isEmpty();
        assertThat(home.stored()).isEmpty();
        assertThat(home.hub().issues()).isEmpty();
      }
    }
    assertThat(steps).isGreaterThan(30);
  }
}
