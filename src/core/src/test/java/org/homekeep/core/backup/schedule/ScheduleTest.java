package org.homekeep.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.config.Recurrence;
import org.homekeep.core.backup.config.Schedule;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final ZoneId HOME = ZoneId.of("Europe/Amsterdam");

  @ParameterizedTest(name = "{0} {1} at {2}, last {3}: {4} (additional: {5})")
  @CsvSource({
    "daily,,,2024-11-11T04:45:00+01:00,2024-11-12T04:55:00+01:00,false",
    "custom_days,mon,,2024-11-11T04:45:00+01:00,2024-11-18T04:55:00+01:00,false",
    "custom_days,wed fri,,2024-11-11T04:45:00+01:00,2024-11-13T04:55:00+01:00,false",
    "custom_days,mon,,2024-10-26T04:45:00+01:00,2024-11-12T04:55:00+01:00,true",
    "daily,,,2024-10-26T04:45:00+01:00,2024-11-12T04:55:00+01:00,false",
    "daily,,03:45,2024-11-11T04:45:00+01:00,2024-11-12T03:45:00+01:00,false",
    "daily,,,,2024-11-12T04:55:00+01:00,false",
    "never,,,,,false",
    "custom_days,,,,,false"
  })
  void the_next_run_is_planned_by_schedule_and_last_backup(
      String recurrence,
      @org.jspecify.annotations.Nullable String days,
      @org.jspecify.annotations.Nullable String time,
      @org.jspecify.annotations.Nullable String last,
      @org.jspecify.annotations.Nullable String expected,
      boolean additional,
      @TempDir Path directory)
      throws Exception {
    JsonObject schedule = new JsonObject().put("recurrence", recurrence).put("time", time);
    JsonArray list = new JsonArray();
    for (String day : days == null ? new String[0] : days.split(" ")) {
      list.add(day);
    }
    store(directory, schedule.put("days", list), last);

    try (BackupHub hub = BackupHub.started(directory)) {
      JsonObject info = hub.call("backup/info");
      assertThat(info.getString("next_automatic_backup")).isEqualTo(expected);
      assertThat(info.getBoolean("next_automatic_backup_additional")).isEqualTo(additional);
    }
  }

  private static void store(
      Path directory, JsonObject schedule, @org.jspecify.annotations.Nullable String last)
      throws Exception {
    store(directory, schedule, last, last);
  }

  private static void store(
      Path directory,
      JsonObject schedule,
      @org.jspecify.annotations.Nullable String last,
      @org.jspecify.annotations.Nullable String tried)
      throws Exception {
    JsonObject config =
        new JsonObject()
            .put("schedule", schedule)
            .put("create_backup", new JsonObject("{\"agent_ids\":[\"backup.local\"]}"))
            .put("last_completed_automatic_backup", last)
            .put("last_attempted_automatic_backup", tried);
    Files.createDirectories(directory.resolve(".storage"));
    Files.writeString(
        directory.resolve(".storage/backup"),
        new JsonObject()
            .put("version", 1)
            .put("minor_version", 7)
            .put("key", "backup")
            .put("data", new JsonObject().put("backups", new JsonArray()).put("config", config))
            .encode());
  }

  @Test
  void a_missed_run_is_made_up_for_and_the_regular_series_goes_on(@TempDir Path directory)
      throws Exception {
    store(
        directory,
        new JsonObject("{\"recurrence\":\"custom_days\",\"days\":[\"mon\"]}"),
        "2024-10-26T04:45:00+02:00");
    try (BackupHub hub = BackupHub.started(directory)) {
      hub.advance(Duration.ofHours(18));
      hub.awaitIdle();

      JsonObject info = hub.call("backup/info");
      assertThat(info.getString("last_attempted_automatic_backup"))
          .isEqualTo("2024-11-12T04:55:00+01:00");
      assertThat(info.getString("next_automatic_backup")).isEqualTo("2024-11-18T04:55:00+01:00");
      assertThat(info.getBoolean("next_automatic_backup_additional")).isFalse();
      assertThat(info.getJsonArray("backups").getJsonObject(0).getString("name"))
          .startsWith("Automatic backup ");
      assertThat(
              info.getJsonArray("backups").getJsonObject(0).getBoolean("with_automatic_settings"))
          .isTrue();
    }
  }

  @ParameterizedTest(name = "started at {0}, last tried {1}: {2}")
  @CsvSource({
    // Of the night before; the jitter of these hubs is ten minutes.
    "2024-11-12T04:44:00+01:00,2024-11-11T04:55:00+01:00,2024-11-12T04:55:00+01:00",
    "2024-11-12T04:50:00+01:00,2024-11-11T04:55:00+01:00,2024-11-12T04:55:00+01:00",
    // What was drawn before the restart is not known any more: the end of the hour is never over.
    "2024-11-12T04:57:00+01:00,2024-11-11T04:55:00+01:00,2024-11-12T05:45:00+01:00",
    "2024-11-12T05:44:00+01:00,2024-11-11T04:55:00+01:00,2024-11-12T05:45:00+01:00",
    "2024-11-12T05:45:00+01:00,2024-11-11T04:55:00+01:00,2024-11-13T04:55:00+01:00",
    // Of this night: it failed.
    "2024-11-12T04:57:00+01:00,2024-11-12T04:55:00+01:00,2024-11-13T04:55:00+01:00"
  })
  void a_restart_within_the_hour_of_the_jitter_leaves_no_day_out(
      String now, String tried, String next, @TempDir Path directory) throws Exception {
    store(
        directory,
        new JsonObject("{\"recurrence\":\"daily\"}"),
        "2024-11-11T04:56:00+01:00",
        tried);

    try (BackupHub hub =
        BackupHub.open(directory, OffsetDateTime.parse(now).toInstant(), HOME).start()) {
      assertThat(hub.call("backup/info").getString("next_automatic_backup")).isEqualTo(next);
      hub.advance(Duration.ofDays(1));
      hub.awaitIdle();

      JsonObject info = hub.call("backup/info");
      assertThat(info.getJsonArray("backups")).hasSize(1);
      assertThat(info.getString("last_attempted_automatic_backup")).isEqualTo(next);
    }
  }

  @Test
  void one_backup_is_made_each_day(@TempDir Path directory) throws Exception {
    store(directory, new JsonObject("{\"recurrence\":\"daily\",\"time\":\"06:00\"}"), null);
    try (BackupHub hub = BackupHub.started(directory)) {
      for (int day = 0; day < 4; day++) {
        hub.advance(Duration.ofDays(1));
        hub.awaitIdle();
      }

      assertThat(hub.call("backup/info").getJsonArray("backups")).hasSize(4);
    }
  }

  private static final JsonObject MONDAYS =
      new JsonObject("{\"recurrence\":\"custom_days\",\"days\":[\"mon\"],\"time\":\"12:30\"}");

  private static List<String> names(BackupHub hub) throws Exception {
    return hub.call("backup/info").getJsonArray("backups").stream()
        .map(each -> ((JsonObject) each).getString("name").replaceAll(" backup.*", ""))
        .toList();
  }

  @Test
  void a_run_that_finds_the_manager_busy_is_made_the_same_day(@TempDir Path directory)
      throws Exception {
    store(directory, MONDAYS, null);
    try (BackupHub hub = BackupHub.started(directory)) {
      MemoryAgent slow = hub.addAgent("slow");
      Promise<Void> gate = slow.holdUploads();
      hub.call(
          "backup/generate", new JsonObject().put("agent_ids", new JsonArray().add("test.slow")));
      hub.until(() -> slow.uploading() == 1);

      hub.advance(Duration.ofMinutes(40));
      hub.until(() -> hub.issues().containsKey("automatic_backup_failed"));
      JsonObject info = hub.call("backup/info");
      assertThat(info.getString("next_automatic_backup")).startsWith("2024-11-11T12:45:00");
      assertThat(info.getBoolean("next_automatic_backup_additional")).isTrue();

      gate.complete();
      hub.awaitIdle();
      hub.advance(Duration.ofMinutes(15));
      hub.awaitIdle();

      assertThat(names(hub)).contains("Automatic");
      assertThat(hub.issues()).doesNotContainKey("automatic_backup_failed");
      assertThat(hub.call("backup/info").getString("next_automatic_backup"))
          .isEqualTo("2024-11-18T12:30:00+01:00");
    }
  }

  @Test
  void a_run_that_fails_is_tried_again_after_an_hour_and_then_each_day(@TempDir Path directory)
      throws Exception {
    store(directory, MONDAYS, null);
    Path data = Files.createDirectory(directory.resolve("data"));
    try (BackupHub hub = BackupHub.open(new HubDirectories(directory, data)).start()) {
      hub.advance(Duration.ofMinutes(30));
      hub.until(() -> hub.issues().containsKey("automatic_backup_failed"));
      hub.awaitIdle();
      assertThat(hub.call("backup/info").getString("next_automatic_backup"))
          .isEqualTo("2024-11-11T13:30:00+01:00");

      hub.advance(Duration.ofMinutes(60));
      hub.awaitIdle();
      assertThat(hub.call("backup/info").getString("next_automatic_backup"))
          .isEqualTo("2024-11-12T12:30:00+01:00");

      Files.writeString(data.resolve("letters.txt"), "All of them.");
      hub.advance(Duration.ofDays(1));
      hub.awaitIdle();
      assertThat(names(hub)).containsExactly("Automatic");
      assertThat(hub.call("backup/info").getString("next_automatic_backup"))
          .isEqualTo("2024-11-18T12:30:00+01:00");
    }
  }

  @Test
  void a_clock_that_was_years_ahead_stops_no_backups_when_it_is_right_again(@TempDir Path directory)
      throws Exception {
    store(directory, new JsonObject("{\"recurrence\":\"daily\",\"time\":\"06:00\"}"), null);
    try (BackupHub hub = BackupHub.open(directory)) {
      hub.clock().set(Duration.ofDays(4_000));
      hub.start();
      hub.call("backup/config/update", new JsonObject("{\"schedule\":{\"recurrence\":\"never\"}}"));
      hub.call(
          "backup/config/update",
          new JsonObject("{\"schedule\":{\"recurrence\":\"daily\",\"time\":\"06:00\"}}"));
      assertThat(hub.call("backup/info").getString("next_automatic_backup")).startsWith("2035-");

      hub.clock().set(Duration.ZERO);
      hub.advance(Duration.ofMinutes(15));

      assertThat(hub.call("backup/info").getString("next_automatic_backup"))
          .isEqualTo("2024-11-12T06:00:00+01:00");
      hub.advance(Duration.ofDays(1));
      hub.awaitIdle();
      assertThat(hub.call("backup/info").getJsonArray("backups")).hasSize(1);
    }
  }

  @Test
  void a_clock_that_is_set_back_by_an_hour_does_not_make_the_run_twice() {
    Schedule daily = new Schedule(List.of(), Recurrence.DAILY, Optional.of(LocalTime.of(4, 45)));
    ZonedDateTime tomorrow = ZonedDateTime.of(2025, 1, 2, 4, 45, 0, 0, HOME);
    NextRun planned = new NextRun(tomorrow, tomorrow, false);

    assertThat(planned.unlessTooFar(daily, at("2025-01-01T03:50:00+01:00"), Duration.ZERO))
        .isEqualTo(planned);
  }

  @Test
  void a_schedule_that_does_not_change_keeps_its_jitter(@TempDir Path directory) throws Exception {
    try (BackupHub hub = BackupHub.started(directory)) {
      JsonObject update = new JsonObject("{\"schedule\":{\"recurrence\":\"daily\"}}");
      hub.call("backup/config/update", update);
      Optional<NextRun> first = hub.onContext(() -> hub.backups().manager().nextRun());
      hub.call("backup/config/update", update);

      assertThat(hub.onContext(() -> hub.backups().manager().nextRun())).isEqualTo(first);
    }
  }

  @ParameterizedTest(name = "{0} at {1} in {2}: {3}, then {4}")
  @CsvSource({
    // The clocks go forward an hour at two, or half an hour, or at midnight, or a whole day.
    "2025-03-08T12:00:00-05:00,02:30,America/New_York,2025-03-09T03:30:00-04:00,2025-03-10T02:30:00-04:00",
    "2025-10-04T12:00:00+10:30,02:15,Australia/Lord_Howe,2025-10-05T02:45:00+11:00,2025-10-06T02:15:00+11:00",
    "2025-09-06T12:00:00-04:00,00:15,America/Santiago,2025-09-07T01:15:00-03:00,2025-09-08T00:15:00-03:00",
    "2011-12-29T12:00:00-10:00,06:00,Pacific/Apia,2011-12-31T06:00:00+14:00,2012-01-01T06:00:00+14:00",
    // They go back.
    "2025-10-25T12:00:00+02:00,02:30,Europe/Amsterdam,2025-10-26T02:30:00+02:00,2025-10-27T02:30:00+01:00",
    "2025-11-01T12:00:00-04:00,01:59,America/New_York,2025-11-02T01:59:00-04:00,2025-11-03T01:59:00-05:00",
    // They never change.
    "2025-03-29T12:00:00+05:45,04:45,Asia/Kathmandu,2025-03-30T04:45:00+05:45,2025-03-31T04:45:00+05:45",
    "2025-03-29T12:00:00Z,04:45,UTC,2025-03-30T04:45:00+00:00,2025-03-31T04:45:00+00:00"
  })
  void a_day_of_the_home_has_one_backup_at_its_time_whatever_its_clocks_do(
      String now, String time, String zone, String first, String second, @TempDir Path directory)
      throws Exception {
    store(directory, new JsonObject().put("recurrence", "daily").put("time", time), null);
    Instant start = OffsetDateTime.parse(now).toInstant();
    try (BackupHub hub = BackupHub.open(directory, start, ZoneId.of(zone)).start()) {
      assertThat(hub.call("backup/info").getString("next_automatic_backup")).isEqualTo(first);

      hub.advance(Duration.between(start, OffsetDateTime.parse(first)).plusMinutes(1));
      hub.awaitIdle();
      hub.advance(Duration.ofHours(3));
      hub.awaitIdle();

      JsonObject info = hub.call("backup/info");
      assertThat(info.getJsonArray("backups")).hasSize(1);
      assertThat(info.getString("last_attempted_automatic_backup")).isEqualTo(first);
      assertThat(info.getString("next_automatic_backup")).isEqualTo(second);
      assertThat(info.getJsonArray("backups").getJsonObject(0).getString("date")).isEqualTo(first);
    }
  }

  @Test
  void a_week_across_the_end_of_summer_time_has_its_backups_on_the_days_that_were_chosen(
      @TempDir Path directory) throws Exception {
    store(
        directory,
        new JsonObject(
            "{\"recurrence\":\"custom_days\",\"days\":[\"sat\",\"sun\",\"tue\"],\"time\":\"02:30\"}"),
        null);
    Instant friday = Instant.parse("2025-10-24T10:00:00Z");
    try (BackupHub hub = BackupHub.open(directory, friday, HOME).start()) {
      for (int hour = 0; hour < 24 * 7; hour++) {
        hub.advance(Duration.ofHours(1));
        hub.awaitIdle();
      }

      assertThat(
              hub.call("backup/info").getJsonArray("backups").stream()
                  .map(backup -> ((JsonObject) backup).getString("date"))
                  .sorted())
          .containsExactly(
              "2025-10-25T02:30:00+02:00",
              "2025-10-26T02:30:00+02:00",
              "2025-10-28T02:30:00+01:00");
    }
  }

  @Test
  void a_schedule_that_is_taken_back_makes_no_backup_any_more(@TempDir Path directory)
      throws Exception {
    store(directory, new JsonObject("{\"recurrence\":\"daily\"}"), null);
    try (BackupHub hub = BackupHub.started(directory)) {
      hub.call("backup/config/update", new JsonObject("{\"schedule\":{\"recurrence\":\"never\"}}"));
      hub.advance(Duration.ofDays(3));

      JsonObject info = hub.call("backup/info");
      assertThat(info.getValue("next_automatic_backup")).isNull();
      assertThat(info.getValue("last_attempted_automatic_backup")).isNull();
      assertThat(hub.steps()).containsExactly("idle");
    }
  }

  @Test
  void a_run_that_fails_is_tried_again_the_same_day_and_a_restart_makes_up_for_it(
      @TempDir Path directory) throws Exception {
    store(
        directory,
        new JsonObject("{\"recurrence\":\"custom_days\",\"days\":[\"mon\"],\"time\":\"06:00\"}"),
        "2024-11-11T06:00:00+01:00");
    BackupHub hub = BackupHub.started(directory);
    try {
      Files.writeString(directory.resolve("backups"), "in the way");
      hub.advance(Duration.ofDays(7));
      hub.awaitIdle();
      assertThat(hub.steps()).contains("create_backup/failed/backup_reader_writer_error");
      assertThat(hub.call("backup/info").getString("next_automatic_backup"))
          .isEqualTo("2024-11-18T13:00:00+01:00");
      Files.delete(directory.resolve("backups"));

      hub = hub.reopened().start();

      JsonObject info = hub.call("backup/info");
      assertThat(info.getString("next_automatic_backup")).isEqualTo("2024-11-19T06:00:00+01:00");
      assertThat(info.getBoolean("next_automatic_backup_additional")).isTrue();
    } finally {
      hub.close();
    }
  }

  private static Clock at(String moment) {
    return Clock.fixed(OffsetDateTime.parse(moment).toInstant(), HOME);
  }

  private static String next(Schedule schedule, String now) {
    return NextRun.first(schedule, Optional.empty(), Optional.empty(), at(now), Duration.ZERO)
        .map(run -> run.at().toOffsetDateTime().toString())
        .orElse("never");
  }

  @Test
  void a_time_that_summer_time_skips_is_due_an_hour_later() {
    Schedule daily = new Schedule(List.of(), Recurrence.DAILY, Optional.of(LocalTime.of(2, 30)));

    assertThat(next(daily, "2025-03-29T12:00:00+01:00")).isEqualTo("2025-03-30T03:30+02:00");
    assertThat(next(daily, "2025-03-30T12:00:00+02:00")).isEqualTo("2025-03-31T02:30+02:00");
  }

  @Test
  void a_time_that_winter_time_repeats_is_due_once() {
    Schedule daily = new Schedule(List.of(), Recurrence.DAILY, Optional.of(LocalTime.of(2, 30)));

    assertThat(next(daily, "2025-10-25T12:00:00+02:00")).isEqualTo("2025-10-26T02:30+02:00");
    assertThat(next(daily, "2025-10-26T02:30:00+02:00")).isEqualTo("2025-10-27T02:30+01:00");
  }

  @Test
  void a_timer_that_fires_early_does_not_make_the_run_twice() {
    Schedule daily = new Schedule(List.of(), Recurrence.DAILY, Optional.of(LocalTime.of(4, 45)));
    NextRun run =
        NextRun.first(
                daily,
                Optional.empty(),
                Optional.empty(),
                at("2025-01-01T12:00:00+01:00"),
                Duration.ZERO)
            .orElseThrow();

    NextRun following =
        run.following(daily, at("2025-01-02T04:44:59+01:00"), Duration.ZERO).orElseThrow();

    assertThat(following.at().toLocalDate()).hasToString("2025-01-03");
  }

  @Test
  void a_last_backup_in_the_future_is_not_believed() {
    Schedule weekly =
        new Schedule(List.of(DayOfWeek.MONDAY), Recurrence.CUSTOM_DAYS, Optional.empty());

    Optional<NextRun> run =
        NextRun.first(
            weekly,
            Optional.of(Instant.parse("2099-01-01T00:00:00Z")),
            Optional.empty(),
            at("2024-11-11T12:00:00+01:00"),
            Duration.ZERO);

    assertThat(run.orElseThrow().at().toLocalDate()).hasToString("2024-11-18");
  }
}
