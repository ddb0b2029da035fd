package org.homekeep.core.backup.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBackTest {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private BackupHub hub;
  private MemoryAgent one;
  private MemoryAgent two;
  private ReadBack readBack;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    hub = BackupHub.open(directory);
    one = holding(hub.addAgent("one"));
    two = holding(hub.addAgent("two"));
    readBack =
        new ReadBack(
            new AgentCalls(hub.runtime(), hub.clock(), Duration.ofDays(1), Duration.ofDays(1)),
            hub.clock(),
            PATIENCE);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static MemoryAgent holding(MemoryAgent agent) {
    for (String id : List.of("aaaa0001", "aaaa0002")) {
      agent.put(
          new AgentBackup(
              id,
              "Backup",
              "2025-01-31T12:00:00+00:00",
              List.of(),
              List.of(),
              true,
              true,
              Optional.of("2025.1.0"),
              Map.of(),
              false,
              CONTENT.length),
          CONTENT);
    }
    return agent;
  }

  @Test
  void size_and_checksums_are_those_of_all_bytes() throws Exception {
    assertThat(hub.async(() -> readBack.read(one, "aaaa0001", CONTENT.length)))
        .isEqualTo(
            new Digests(
                7,
                "040f06fd774092478d450774f5ba30c5da78acc8",
                "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73",
                Optional.empty()));
  }

  @Test
  void of_a_copy_that_is_longer_than_it_should_be_one_more_byte_is_read() throws Exception {
    assertThat(hub.async(() -> readBack.read(one, "aaaa0001", 3)).size()).isEqualTo(4);
  }

  @Test
  void one_copy_at_a_time_is_read_from_each_location() throws Exception {
    Promise<Void> gate = one.holdDownloads();
    Future<Digests> first = hub.onContext(() -> readBack.read(one, "aaaa0001", CONTENT.length));
    Future<Digests> second = hub.onContext(() -> readBack.read(one, "aaaa0002", CONTENT.length));
    hub.async(() -> readBack.read(two, "aaaa0001", CONTENT.length));

    assertThat(one.downloads()).isEqualTo(1);
    gate.complete();
    assertThat(hub.async(() -> first)).isEqualTo(hub.async(() -> second));
    assertThat(one.downloads()).isEqualTo(2);
  }

  @Test
  void a_location_that_gives_no_byte_is_given_up_and_the_next_copy_has_its_turn() throws Exception {
    Promise<Void> never = one.holdDownloads();
    Future<Digests> first = hub.onContext(() -> readBack.read(one, "aaaa0001", CONTENT.length));
    Future<Digests> second = hub.onContext(() -> readBack.read(one, "aaaa0002", CONTENT.length));
    hub.advance(PATIENCE.multipliedBy(2));

    assertThat(hub.async(() -> first.transform(Future::succeededFuture)).cause())
        .hasMessage("The location one gave no byte for 60 minutes while the copy was read back.");
    never.complete();
    assertThat(hub.async(() -> second).size()).isEqualTo(CONTENT.length);
  }
}
