package org.homekeep.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockWatchTest {
  private static final Instant NOON = Instant.parse("2024-11-11T11:00:00Z");

  private Path directory;
  private BackupHub hub;
  private Optional<Storage> storage = Optional.empty();
  private ClockWatch watch;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary.resolve("of the clock");
    hub = BackupHub.open(temporary.resolve("hub"));
    watch = opened();
  }

  @AfterEach
  void stop() throws Exception {
    hub.async(() -> storage.orElseThrow().flush());
    hub.close();
  }

  private ClockWatch opened() throws Exception {
    hub.async(() -> storage.map(Storage::flush).orElseGet(Future::succeededFuture));
    Storage.prepare(directory);
    storage = Optional.of(hub.onContext(() -> new Storage(hub.runtime(), directory)));
    return hub.async(() -> ClockWatch.open(storage.orElseThrow(), hub.clock()));
  }

  private Optional<Instant> leaptTo(Duration ahead) throws Exception {
    return hub.onContext(
        () -> {
          hub.clock().set(ahead);
          return watch.look().map(ClockWatch.Leap::to);
        });
  }

  @Test
  void a_clock_that_goes_on_by_days_in_no_time_is_in_doubt_for_a_day() throws Exception {
    assertThat(leaptTo(Duration.ZERO)).isEmpty();
    assertThat(leaptTo(Duration.ofDays(2))).isEmpty();
    assertThat(leaptTo(Duration.ofDays(5))).contains(NOON.plus(Duration.ofDays(5)));
    assertThat(leaptTo(Duration.ofDays(5).plusHours(23))).contains(NOON.plus(Duration.ofDays(5)));
    assertThat(leaptTo(Duration.ofDays(6))).isEmpty();
  }

  @Test
  void that_is_known_after_a_restart_too() throws Exception {
    assertThat(leaptTo(Duration.ZERO)).isEmpty();
    watch = opened();
    assertThat(leaptTo(Duration.ofDays(4_000))).isPresent();
    watch = opened();
    assertThat(leaptTo(Duration.ofDays(4_000).plusHours(3))).isPresent();
  }

  @Test
  void a_clock_that_was_ahead_and_is_right_again_may_leap_once_more() throws Exception {
    assertThat(leaptTo(Duration.ZERO)).isEmpty();
    assertThat(leaptTo(Duration.ofDays(4_000))).isPresent();
    assertThat(leaptTo(Duration.ofMinutes(1))).isEmpty();
    assertThat(leaptTo(Duration.ofDays(4_000))).isPresent();
  }

  @Test
  void a_machine_that_starts_in_1970_and_is_set_right_has_not_leapt() throws Exception {
    assertThat(leaptTo(Duration.ZERO)).isEmpty();
    watch = opened();
    assertThat(leaptTo(Duration.between(NOON, Instant.EPOCH))).isEmpty();
    assertThat(leaptTo(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void one_that_stays_behind_for_a_day_was_ahead_before() throws Exception {
    assertThat(leaptTo(Duration.ZERO)).isEmpty();
    assertThat(leaptTo(Duration.ofDays(-30))).isEmpty();
    assertThat(leaptTo(Duration.ofDays(-29))).isEmpty();
    assertThat(leaptTo(Duration.ofDays(-10))).isPresent();
  }
}
