package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureAgent.Call;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location that gives something else than the archive that it was asked for. */
class MisbehavingDownloadTest {
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");
  private static final String LOCATION = "fixture.memory";

  @TempDir private Path config;
  @TempDir private Path data;
  private final Vertx vertx = WatchedVertx.create();
  private final FixtureIntegration fixture = new FixtureIntegration();
  private TestHub hub;
  private HubSession ada;
  private String backupId;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(data.resolve("configuration.yaml"), "homeassistant:\n");
    hub = TestHub.start(config, data, Map.of("backup.download_stall_timeout", "PT5S"), fixture);
    ada = HubSession.first(hub.port());
    ada.add("fixture", FORM);
    backupId = generate();
  }

  private String generate() throws IOException {
    try (WebsocketClient socket = ada.websocket(vertx)) {
      int events = socket.send("backup/subscribe_events", new JsonObject());
      String made =
          socket
              .call(
                  "backup/generate",
                  new JsonObject()
                      .put("agent_ids", new JsonArray().add(LOCATION))
                      .put("include_database", false))
              .getString("backup_job_id");
      socket.eventsUntil(events, event -> "completed".equals(event.getString("state")));
      return made;
    }
  }

  @AfterEach
  void stop() {
    hub.close();
    TestHub.await(vertx.close());
  }

  /** Why a restore from the location was refused; nothing of it stays. */
  private String refused() throws IOException {
    try (WebsocketClient socket = ada.websocket(vertx)) {
      JsonObject answer =
          socket.ask(
              "backup/restore",
              new JsonObject().put("backup_id", backupId).put("agent_id", LOCATION));
      assertThat(answer.getBoolean("success")).isFalse();
      assertThat(socket.call("backup/info").getString("state")).isEqualTo("idle");
      try (Stream<Path> left = Files.list(config.resolve("tmp_backups"))) {
        assertThat(left).isEmpty();
      }
      return answer.getJsonObject("error").getString("message");
    }
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        return length;
      }
    };
  }

  private static InputStream half(InputStream whole) {
    try {
      byte[] bytes = whole.readAllBytes();
      return new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length / 2));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void a_restore_takes_no_more_bytes_than_the_location_said_that_there_are() throws Exception {
    fixture.agent.handed = whole -> endless();

    assertThat(refused())
        .contains("Memory gives more than")
        .endsWith("that it said the backup has.");
  }

  @Test
  void a_restore_whose_download_stalls_ends_with_a_sentence() throws Exception {
    fixture.agent.instead = Map.of(Call.DOWNLOAD, () -> Promise.<Void>promise().future());

    assertThat(refused())
        .isEqualTo(
            "The download from Memory made no progress for 5 seconds and was given up. Try again"
                + " later.");
  }

  @Test
  void a_restore_from_a_location_that_gives_nothing_ends_with_a_sentence() throws Exception {
    fixture.agent.instead = Map.of(Call.DOWNLOAD, Future::succeededFuture);

    assertThat(refused()).isEqualTo("The location Memory gave no archive.");
  }

  @Test
  void a_download_with_fewer_bytes_than_announced_does_not_look_whole() {
    fixture.agent.handed = MisbehavingDownloadTest::half;

    assertThat(download()).isEqualTo(500);
  }

  @Test
  void a_download_with_more_bytes_than_announced_does_not_look_whole() {
    fixture.agent.handed = whole -> endless();

    assertThat(download()).isEqualTo(500);
  }

  /** What was sent cannot be taken back; it must not look whole. */
  @Test
  void a_download_that_turns_out_damaged_at_its_end_is_cut_off() throws IOException {
    byte[] noise = new byte[8 * 1024 * 1024];
    Seed.random("noise").nextBytes(noise);
    Files.write(data.resolve("noise.bin"), noise);
    backupId = generate();
    fixture.agent.handed = whole -> new SequenceInputStream(half(whole), new Damaged());

    assertThatThrownBy(this::download).hasRootCauseInstanceOf(IOException.class);
  }

  private static final class Damaged extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("The archive is damaged.");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }

  private int download() {
    return ada.http().get("/api/backup/download/" + backupId + "?agent_id=" + LOCATION).status();
  }
}
