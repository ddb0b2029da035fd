package org.homekeep.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * framework.md §8.4: {@code system_log/list}, without a hub because its log is that of the process.
 */
class SystemLogTest {
  private static final Instant NOON = Instant.parse("2026-08-01T12:00:00Z");

  private final SystemLog log = new SystemLog();
  private int seconds;

  private void log(int line, String message) {
    log(line, message, "");
  }

  private void log(int line, String message, String exception) {
    Instant time = NOON.plus(Duration.ofSeconds(seconds++));
    log.add(new LogRecord("a.b", "ERROR", message, "B.java", line, exception, time));
  }

  private JsonObject newest() {
    return log.list().getJsonObject(0);
  }

  @Test
  void an_entry_has_all_keys_of_the_wire() {
    log(7, "broken", "java.io.IOException: no\n\tat a.b");
    assertThat(newest())
        .isEqualTo(
            new JsonObject()
                .put("name", "a.b")
                .put("message", new JsonArray().add("broken"))
                .put("level", "ERROR")
                .put("source", new JsonArray().add("B.java").add(7))
                .put("exception", "java.io.IOException: no\n\tat a.b")
                .put("count", 1)
                .put("timestamp", 1785585600.0)
                .put("first_occurred", 1785585600.0));
  }

  @Test
  void what_is_logged_at_one_place_for_one_cause_is_one_entry_that_counts() {
    log(7, "broken", "java.io.IOException: first");
    log(7, "broken", "java.io.IOException: second");
    assertThat(log.list()).hasSize(1);
    assertThat(newest().getInteger("count")).isEqualTo(2);
    assertThat(newest().getJsonArray("message")).hasSize(1);
    assertThat(newest().getDouble("first_occurred")).isEqualTo(1785585600.0);
    assertThat(newest().getDouble("timestamp")).isEqualTo(1785585601.0);
  }

  @Test
  void another_cause_at_the_same_place_is_another_entry() {
    log(7, "broken", "java.io.IOException: no");
    log(7, "broken", "java.lang.IllegalStateException: no");
    assertThat(log.list()).hasSize(2);
  }

  @Test
  void an_entry_keeps_the_last_five_messages() {
    for (int i = 1; i <= 7; i++) {
      log(7, "broken " + i);
    }
    assertThat(newest().getInteger("count")).isEqualTo(7);
    assertThat(newest().getJsonArray("message"))
        .containsExactly("broken 3", "broken 4", "broken 5", "broken 6", "broken 7");
  }

  @Test
  void the_fifty_newest_are_kept_the_newest_first() {
    for (int line = 1; line <= 51; line++) {
      log(line, "line " + line);
    }
    JsonArray all = log.list();
    assertThat(all).hasSize(50);
    assertThat(all.getJsonObject(0).getJsonArray("message")).containsExactly("line 51");
    assertThat(all.getJsonObject(49).getJsonArray("message")).containsExactly("line 2");
  }

  @Test
  void what_is_logged_again_is_the_newest() {
    for (int line = 1; line <= 50; line++) {
      log(line, "line " + line);
    }
    log(1, "line 1");
    log(51, "line 51");
    assertThat(log.list().encode()).contains("\"line 1\"").doesNotContain("\"line 2\"");
  }
}
