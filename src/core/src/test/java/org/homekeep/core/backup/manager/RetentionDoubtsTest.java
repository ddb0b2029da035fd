package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homekeep.api.issue.Issue;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates, sizes and settings that retention does not trust. */
class RetentionDoubtsTest extends KeepingHubTest {
  @Test
  void when_backups_have_stopped_age_takes_none_until_a_new_one_comes() throws Exception {
    List<String> made = List.of(home.automatic(), home.automatic());
    home.update("{'retention':{'days':1}}");
    home.advance(Duration.ofDays(9));

    assertThat(home.one.ids()).containsExactlyElementsOf(made);
    assertThat(home.preview("test.one", "{}"))
        .isEqualTo(Map.of(made.get(0), "keep no_recent_backup", made.get(1), "keep last_verified"));

    String newest = home.automatic();
    assertThat(home.one.ids()).containsExactly(newest);
    assertThat(home.two.ids()).containsExactly(newest);
  }

  @Test
  void backups_that_are_dated_in_the_future_push_out_none_when_the_clock_is_right_again()
      throws Exception {
    home.update("{'retention':{'copies':2}}");
    home.hub.clock().set(Duration.ofDays(4_000));
    List<String> wrong = List.of(home.automatic(), home.automatic());
    home.hub.clock().set(Duration.ZERO);
    home.restart();
    home.automatic();
    String third = home.automatic();
    String fourth = home.automatic();

    assertThat(home.one.ids()).containsExactly(wrong.get(0), wrong.get(1), third, fourth);
    assertThat(home.preview("test.one", "{}")).containsEntry(wrong.get(0), "keep in_the_future");
    assertThat(home.hub.issues().get("backup_dates_in_the_future").placeholders().get("backups"))
        .contains("Automatic backup", " 2035, ");

    for (String each : wrong) {
      home.hub.call("backup/delete", new JsonObject().put("backup_id", each));
    }
    home.automatic();
    assertThat(home.hub.issues()).doesNotContainKey("backup_dates_in_the_future");
  }

  private String automaticOf(String file, int bytes) throws Exception {
    byte[] random = new byte[bytes];
    Seed.random("a home of " + bytes).nextBytes(random);
    Files.write(directory.resolve(file), random);
    return home.automatic();
  }

  @Test
  void backups_of_a_home_that_has_shrunk_push_out_none_until_somebody_confirms() throws Exception {
    home.update("{'retention':{'copies':2}}");
    String first = automaticOf("photo.jpg", 600_000);
    String second = automaticOf("photo.jpg", 600_000);
    String third = automaticOf("photo.jpg", 1_000);
    String fourth = automaticOf("photo.jpg", 1_000);

    assertThat(home.one.ids()).containsExactly(first, second, third, fourth);
    assertThat(home.preview("test.one", "{}"))
        .containsEntry(third, "keep shrunk")
        .containsEntry(fourth, "keep shrunk");
    Issue issue = home.hub.issues().get("backup_home_shrunk");
    assertThat(issue.fixable()).isTrue();
    assertThat(issue.placeholders().get("before")).matches("6\\d\\d kB");
    assertThat(issue.placeholders().get("size")).matches("\\d\\d kB");

    home.restart();
    assertThat(home.hub.issues()).containsKey("backup_home_shrunk");
    home.call("retention/confirm_home", "{}");
    assertThat(home.hub.issues()).doesNotContainKey("backup_home_shrunk");
    home.restart();
    String fifth = automaticOf("photo.jpg", 1_000);
    assertThat(home.one.ids()).containsExactly(fourth, fifth);
  }

  @Test
  void when_the_home_is_back_its_backups_are_counted_again() throws Exception {
    home.update("{'retention':{'copies':2}}");
    automaticOf("photo.jpg", 600_000);
    String second = automaticOf("photo.jpg", 600_000);
    String small = automaticOf("photo.jpg", 1_000);
    String last = automaticOf("photo.jpg", 600_000);

    assertThat(home.one.ids()).containsExactly(second, small, last);
    home.hub.call("backup/delete", new JsonObject().put("backup_id", small));
    home.automatic();
    assertThat(home.hub.issues()).doesNotContainKey("backup_home_shrunk");
  }

  @Test
  void a_start_with_a_clock_years_ahead_takes_nothing_away() throws Exception {
    home.update("{'retention':{'days':30}}");
    List<String> made = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      made.add(home.automatic());
      home.advance(Duration.ofDays(1));
    }
    home.hub = home.hub.reopened();
    home.hub.clock().set(Duration.ofDays(4_000));
    home.hub.addAgent(home.one);
    home.hub.addAgent(home.two);
    home.hub.start();
    home.settle();
    assertThat(home.one.ids()).containsExactlyElementsOf(made);

    made.add(home.automatic());
    assertThat(home.one.ids()).containsExactlyElementsOf(made);
    assertThat(home.preview("test.one", "{}")).containsEntry(made.get(0), "keep clock_leapt");
    assertThat(home.hub.issues().get("backup_clock_leapt").placeholders().get("before"))
        .contains("November 2024");

    home.hub.clock().set(Duration.ZERO);
    made.add(home.automatic());
    assertThat(home.one.ids()).containsAll(made);
    assertThat(home.hub.issues()).doesNotContainKey("backup_clock_leapt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"homekeep.backup", "backup"})
  void when_the_settings_were_damaged_nothing_goes_until_somebody_has_looked_through_them(
      String document) throws Exception {
    String pinned = home.automatic();
    home.update("{'retention':{'copies':2}}");
    home.call("pin", "{'backup_id':'" + pinned + "'}");
    home.restart(
        () -> {
          for (String generation : List.of("", ".previous", ".older")) {
            Path file = directory.resolve(".storage").resolve(document + generation);
            if (Files.exists(file)) {
              Files.delete(file);
              Files.writeString(file, "{damaged");
            }
          }
          return "damaged";
        });
    home.update("{'create_backup':{'agent_ids':['test.one','test.two']},'retention':{'copies':1}}");
    home.automatic();
    home.restart();
    String newest = home.automatic();

    assertThat(home.one.ids()).hasSize(3).contains(pinned);
    assertThat(home.preview("test.one", "{}")).containsValue("keep settings_in_doubt");
    assertThat(home.hub.issues()).containsKey("backup_settings_in_doubt");

    home.call("retention/confirm_settings", "{}");
    assertThat(home.hub.issues()).doesNotContainKey("backup_settings_in_doubt");
    String last = home.automatic();
    assertThat(home.one.ids()).contains(last).doesNotContain(newest);
  }
}
