package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;

/** Waiting for a new hub to have brought a backup back. */
final class Restored {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

  private Restored() {}

  /** Waits until the hub is back and says so. */
  static void await(HttpApiClient http) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isRestored(http)) {
      assertThat(System.nanoTime()).as("restored in time").isLessThan(deadline);
      LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
    }
  }

  /** Connects again and again until a hub with users is back. */
  static WebsocketClient websocket(Vertx vertx, int port, String token) {
    Callable<WebsocketClient> attempt = () -> WebsocketClient.connect(vertx, port, token);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.call();
      } catch (Exception | AssertionError restarting) {
        assertThat(System.nanoTime()).as("restored in time").isLessThan(deadline);
        LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
      }
    }
  }

  private static boolean isRestored(HttpApiClient http) {
    try {
      HttpApiClient.Answer answer = http.get("/api/onboarding/backup/info");
      return answer.status() == 200
          && answer.json().getValue("last_action_event") instanceof JsonObject event
          && "completed".equals(event.getString("state"));
    } catch (UncheckedIOException restarting) {
      return false;
    }
  }
}
