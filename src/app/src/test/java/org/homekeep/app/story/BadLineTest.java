package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A home at the end of a slow line, whose hub has 96 MB of heap. With {@code -Dline.megabytes=512
 * -Dline.mbit=10 -Dline.kills=20} it takes a quarter of an hour, and the time left is looked at as
 * well.
 */
class BadLineTest {
  private static final int MEGABYTE = 1_000_000;
  private static final Optional<Integer> GIVEN =
      Optional.ofNullable(Integer.getInteger("line.megabytes"));
  private static final int MEGABYTES = GIVEN.orElse(12);
  private static final int KILLS = Integer.getInteger("line.kills", 3);
  private static final long BYTES_PER_SECOND =
      Integer.getInteger("line.mbit", 20) * (long) MEGABYTE / 8;
  private static final long PART = Math.min(16L << 20, MEGABYTES * (long) MEGABYTE / 16);

  /**
   * What may be lost with a kill: the part that is on its way; of those that take less than three
   * seconds three, and what is said around them.
   */
  private static final long LOST = PART > 3 * BYTES_PER_SECOND ? PART : 3 * PART + 50_000;

  private static final String BUCKET = "home-of-ada";
  private static final String LOCAL = "backup.local";
  private static final Duration LOOKING = Duration.ofMillis(100);

  /** The share of the time that was left by which a promise may be wrong. */
  private static final double WRONG = 0.2;

  @TempDir Path directory;
  private final Random random = Seed.random("home and kills");
  private final Vertx vertx = WatchedVertx.create();
  private Path data;
  private ShapedLine line;
  private HubProcess hub;
  private Story story;
  private String agentId = "";

  @BeforeEach
  void start() throws Exception {
    data = Files.createDirectories(directory.resolve("data"));
    byte[] film = new byte[MEGABYTE];
    for (int i = 0; i < MEGABYTES; i++) {
      random.nextBytes(film);
      Files.write(data.resolve("film-%d.mp4".formatted(i)), film);
    }
    B2Emulator b2 =
        await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .partSizes(100_000, 100_000)
                    .firstBucket(BUCKET)));
    line = new ShapedLine(vertx, b2.url(), BYTES_PER_SECOND);
    startHub();
    story = new Story(vertx, () -> hub.port(), b2, BUCKET);
    agentId = story.setUpBackblaze();
  }

  private void startHub() throws IOException {
    hub =
        HubProcess.start(
            directory.resolve("config"),
            data,
            Map.of("backblaze_b2.service_url", line.url(), "backblaze_b2.part_size", "" + PART),
            directory.resolve("hub.log"));
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
    await(vertx.close());
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void an_upload_is_finished_after_all_kills_and_little_is_sent_twice() throws Exception {
    String backupId = begin();
    long size = MEGABYTES * (long) MEGABYTE;
    for (int kill = 1; kill <= KILLS; kill++) {
      long life = (long) (size * (0.5 + random.nextDouble()) / (KILLS + 1));
      line.awaitSent(line.sent() + life);
      hub.kill();
      startHub();
    }
    long archive = awaitDelivery(backupId);
    long sent = line.sent();
    System.out.printf(
        "bad line: %,d bytes of archive, %,d sent, %d kills, parts of %,d%n",
        archive, sent, KILLS, PART);

    assertThat(sent).isLessThanOrEqualTo(archive + KILLS * LOST);
    line.open();
    assertThat(Files.mismatch(stored(backupId, agentId), stored(backupId, LOCAL))).isEqualTo(-1);
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void the_time_left_is_right_when_a_tenth_is_sent() {
    assumeTrue(GIVEN.isPresent(), "this measures time, and so is no part of the normal tests");
    String backupId = begin();
    List<Promise> promises = new ArrayList<>();
    try (WebsocketClient websocket = story.websocket()) {
      while (!isDelivered(websocket, backupId)) {
        delivery(websocket).flatMap(Promise::of).ifPresent(promises::add);
        LockSupport.parkNanos(LOOKING.toNanos());
      }
    }
    long end = System.nanoTime();
    double worst =
        promises.stream()
            .filter(promise -> promise.share() > 0.1 && promise.left(end) > 5)
            .mapToDouble(
                promise -> Math.abs(promise.seconds() - promise.left(end)) / promise.left(end))
            .max()
            .orElseThrow();
    System.out.printf(
        "bad line: the time left was wrong by %.1f %% at most, of %d times it was asked%n",
        100 * worst, promises.size());

    assertThat(worst).isLessThan(WRONG);
  }

  /**
   * What was said of the time left.
   *
   * @param at by the clock for durations, in nanoseconds
   * @param share how much was sent, from 0 to 1
   * @param seconds how long it was said to take
   */
  private record Promise(long at, double share, long seconds) {
    static Optional<Promise> of(JsonObject delivery) {
      return Optional.ofNullable(delivery.getLong("seconds_left"))
          .map(
              seconds ->
                  new Promise(
                      System.nanoTime(),
                      delivery.getDouble("uploaded_bytes") / delivery.getDouble("total_bytes"),
                      seconds));
    }

    double left(long end) {
      return (end - at) / 1e9;
    }
  }

  /** Begins a backup here and at B2, and gives its id. */
  private String begin() {
    try (WebsocketClient websocket = story.websocket()) {
      story.subscribeWhenIdle(websocket);
      return websocket
          .call(
              "backup/generate",
              new JsonObject()
                  .put("agent_ids", new JsonArray().add(LOCAL).add(agentId))
                  .put("password", Story.KEY))
          .getString("backup_job_id");
    }
  }

  /** Waits until B2 has it; bytes in the archive. */
  private long awaitDelivery(String backupId) {
    try (WebsocketClient websocket = story.websocketAfterRestart()) {
      while (!isDelivered(websocket, backupId)) {
        LockSupport.parkNanos(LOOKING.toNanos());
      }
      return copies(websocket, backupId).getJsonObject(agentId).getLong("size");
    }
  }

  private boolean isDelivered(WebsocketClient websocket, String backupId) {
    // B2 is asked only when nothing is on its way to it: that takes its part of the line.
    return delivery(websocket).isEmpty()
        && copies(websocket, backupId).containsKey(LOCAL)
        && copies(websocket, backupId).containsKey(agentId);
  }

  private static JsonObject copies(WebsocketClient websocket, String backupId) {
    JsonObject details =
        websocket.call("backup/details", new JsonObject().put("backup_id", backupId));
    return details.getValue("backup") instanceof JsonObject backup
        ? backup.getJsonObject("agents")
        : new JsonObject();
  }

  private static Optional<JsonObject> delivery(WebsocketClient websocket) {
    return websocket.call("homekeep/backup/deliveries").getJsonArray("deliveries").stream()
        .map(JsonObject.class::cast)
        .findFirst();
  }

  private Path stored(String backupId, String agent) {
    Path file = directory.resolve(agent + ".tar");
    String path = "/api/backup/download/%s?agent_id=%s".formatted(backupId, agent);
    assertThat(story.http().download(path, file)).isEqualTo(200);
    return file;
  }
}
