package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A home that turns out to be in another time zone: it is noon of a Monday in Amsterdam. */
class TimeZoneTest extends CreatingHubTest {
  private void schedule() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put("create_backup", to("backup.local"))
            .put("schedule", new JsonObject().put("recurrence", "daily").put("time", "05:30:00")));
  }

  private void moveTo(String zone) throws Exception {
    hub.onContext(
        () -> {
          hub.runtime().home(ZoneId.of(zone));
          return "moved";
        });
  }

  private String next() throws Exception {
    return hub.call("backup/config/info")
        .getJsonObject("config")
        .getString("next_automatic_backup");
  }

  @Test
  void the_next_automatic_backup_is_made_at_its_time_there() throws Exception {
    schedule();
    assertThat(next()).isEqualTo("2024-11-12T05:30:00+01:00");

    moveTo("America/New_York");
    assertThat(next()).isEqualTo("2024-11-12T05:30:00-05:00");

    hub.advance(Duration.ofHours(18));
    assertThat(hub.call("backup/info").getJsonArray("backups")).isEmpty();
    hub.advance(Duration.ofHours(6));
    hub.until(() -> hub.call("backup/info").getJsonArray("backups").size() == 1);
  }

  @Test
  void who_shows_the_next_backup_is_told() throws Exception {
    schedule();
    AtomicInteger told = new AtomicInteger();
    hub.onContext(
        () -> {
          hub.backups().manager().onSettingsChange(told::incrementAndGet);
          return "listening";
        });

    moveTo("America/New_York");

    assertThat(told).hasValue(1);
  }

  @Test
  void a_run_that_makes_up_for_a_failed_one_stays_where_it_is() throws Exception {
    schedule();
    Path backups = directory.resolve("backups");
    Files.writeString(backups, "a file where the directory should be");
    hub.advance(Duration.ofHours(18));
    hub.until(() -> next().equals("2024-11-12T07:00:00+01:00"));

    moveTo("Europe/London");

    assertThat(next()).isEqualTo("2024-11-12T06:00:00+00:00");
  }

  @Test
  void a_hub_that_has_stopped_plans_nothing_any_more() throws Exception {
    schedule();
    hub.onContext(() -> hub.backups().stop());

    moveTo("America/New_York");

    assertThat(next()).isNull();
  }
}
