package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit for uploads, in a time that only passes when somebody waits. */
class ThrottleTest {
  private static final int MEGABYTE = 1_000_000;
  private static final BandwidthLimit EIGHT_MEGABITS = always(8);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Long> told = new ArrayList<>();
  private Duration passed = Duration.ZERO;
  private Instant midnight = Instant.parse("2026-04-07T00:00:00Z");
  private ZoneId zone = ZoneOffset.UTC;
  private BandwidthLimit limit = BandwidthLimit.NONE;
  private final Throttle throttle =
      new Throttle(() -> limit, new Day(), () -> passed.toNanos(), this::pass);
  private final UploadWatch watch =
      new UploadWatch(
          new BackupUpload(
              EmulatorTest.backup("aaaa1111", 100 * MEGABYTE),
              () -> {
                throw new IOException("It is not read.");
              },
              told::add,
              () -> Wish.GO_ON,
              UploadNote.unkept()),
          PATIENCE,
          throttle,
          () -> passed.toNanos());

  private static BandwidthLimit always(double megabits) {
    return new BandwidthLimit(megabits, Optional.empty());
  }

  private static BandwidthLimit between(String from, String until) {
    return new BandwidthLimit(
        8, Optional.of(new BandwidthLimit.Hours(LocalTime.parse(from), LocalTime.parse(until))));
  }

  private void pass(Duration time) {
    passed = passed.plus(time);
  }

  private final class Day extends Clock {
    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return Clock.fixed(instant(), other);
    }

    @Override
    public Instant instant() {
      return midnight.plus(passed);
    }
  }

  /** How long it takes until so many bytes have gone. */
  private double seconds(int bytes) throws IOException {
    Duration before = passed;
    for (int gone = 0; gone < bytes; ) {
      gone += throttle.pass(Math.min(4096, bytes - gone), Stop.NEVER);
    }
    return passed.minus(before).toMillis() / 1000.0;
  }

  @Test
  void without_a_limit_nothing_waits() throws Exception {
    assertThat(seconds(100 * MEGABYTE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 8, 100, 1000})
  void a_megabit_is_a_million_bits(double megabits) throws Exception {
    limit = always(megabits);

    int tenSeconds = (int) (megabits * MEGABYTE / 8 * 10);

    assertThat(seconds(tenSeconds)).isCloseTo(10, within(0.4));
  }

  @Test
  void time_in_which_nothing_was_sent_is_not_made_up_for() throws Exception {
    limit = EIGHT_MEGABITS;
    seconds(MEGABYTE);
    pass(Duration.ofHours(1));

    assertThat(seconds(10 * MEGABYTE)).isCloseTo(10, within(0.3));
  }

  @Test
  void another_limit_is_in_force_at_once() throws Exception {
    limit = EIGHT_MEGABITS;
    seconds(MEGABYTE);

    limit = always(80);
    assertThat(seconds(10 * MEGABYTE)).isCloseTo(1, within(0.3));
    limit = BandwidthLimit.NONE;
    assertThat(seconds(10 * MEGABYTE)).isZero();
    limit = EIGHT_MEGABITS;
    assertThat(seconds(10 * MEGABYTE)).isCloseTo(10, within(0.3));
  }

  @ParameterizedTest
  @CsvSource({
    "08:00, 22:00, 07:59, false",
    "08:00, 22:00, 08:00, true",
    "08:00, 22:00, 21:59, true",
    "08:00, 22:00, 22:00, false",
    "22:00, 06:30, 21:59, false",
    "22:00, 06:30, 22:00, true",
    "22:00, 06:30, 00:00, true",
    "22:00, 06:30, 06:29, true",
    "22:00, 06:30, 06:30, false"
  })
  void a_limit_with_hours_holds_from_the_one_until_the_other(
      String from, String until, String now, boolean holds) {
    assertThat(between(from, until).bytesPerSecond(LocalTime.parse(now)).isPresent())
        .isEqualTo(holds);
  }

  @Test
  void a_limit_begins_and_ends_in_the_middle_of_an_upload() throws Exception {
    limit = between("00:10", "00:20");

    assertThat(seconds(100 * MEGABYTE)).isZero();
    pass(Duration.ofMinutes(10));
    assertThat(seconds(10 * MEGABYTE)).isCloseTo(10, within(0.3));
    // So many bytes would take half an hour.
    assertThat(seconds(1800 * MEGABYTE)).isCloseTo(590, within(1.0));
  }

  @Test
  void the_hours_are_those_of_the_home() throws Exception {
    zone = ZoneId.of("Europe/Berlin");
    limit = between("01:00", "03:00");
    midnight = Instant.parse("2026-04-07T00:30:00Z");

    assertThat(seconds(MEGABYTE)).isCloseTo(1, within(0.3));
    midnight = Instant.parse("2026-04-07T01:30:00Z");
    assertThat(seconds(MEGABYTE)).isZero();
  }

  @Test
  void waiting_for_its_turn_is_no_stall() throws Exception {
    limit = always(0.0001);
    UploadWatch.Meter meter = watch.meter();

    assertThat(meter.pass(4096)).isEqualTo(4096);

    assertThat(passed).isGreaterThan(PATIENCE);
    assertThatCode(watch::checkMovement).doesNotThrowAnyException();
  }

  @Test
  void what_hangs_under_a_limit_is_a_stall_all_the_same() throws Exception {
    limit = EIGHT_MEGABITS;
    watch.meter().pass(4096);

    pass(PATIENCE.plusSeconds(1));

    assertThatThrownBy(watch::checkMovement).hasMessageContaining("no progress");
  }

  @Test
  void an_upload_that_is_not_wanted_any_more_does_not_wait() {
    limit = always(0.0001);
    IOException why = new IOException("not wanted");

    assertThatThrownBy(
            () ->
                throttle.pass(
                    4096,
                    () -> {
                      if (passed.compareTo(Duration.ofSeconds(1)) > 0) {
                        throw why;
                      }
                    }))
        .isSameAs(why);
    assertThat(passed).isLessThan(Duration.ofSeconds(2));
  }

  /** The hub takes the speed, and the time that is left, from what it is told of a minute. */
  @Test
  void a_slow_upload_is_told_every_second() throws Exception {
    limit = always(0.1);
    UploadWatch.Meter meter = watch.meter();
    while (passed.compareTo(Duration.ofSeconds(30)) < 0) {
      meter.sent(meter.pass(4096));
      watch.report();
    }

    assertThat(told).hasSizeBetween(20, 31);
    assertThat(told.get(told.size() - 1)).isCloseTo(30 * 12_500L, within(2 * 12_500L));
  }

  @Test
  void a_fast_upload_is_not_told_for_every_piece() throws Exception {
    for (int piece = 0; piece < 1024; piece++) {
      UploadWatch.Meter meter = watch.meter();
      meter.sent(meter.pass(4096));
      meter.arrived();
    }

    assertThat(told).hasSize(9).startsWith(0L);
  }
}
