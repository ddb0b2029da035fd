package org.homekeep.core.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.EntryMigration;
import org.homekeep.api.entry.EntryVersion;
import org.homekeep.api.entry.StoredEntry;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migration of entries, framework.md §3.4 step 4. */
class MigrationTest {
  @TempDir private Path config;
  private final FixtureIntegration fixture = new FixtureIntegration();
  private Optional<EntriesHub> running = Optional.empty();

  @AfterEach
  void stop() {
    running.ifPresent(EntriesHub::close);
  }

  private EntriesHub hub(int major, int minor) {
    write(major, minor);
    EntriesHub hub = new EntriesHub(config, fixture).setUpAll();
    running = Optional.of(hub);
    return hub;
  }

  private void write(int major, int minor) {
    try {
      Files.createDirectories(config.resolve(".storage"));
      Files.writeString(
          config.resolve(".storage/core.config_entries"),
          """
          {"version":1,"minor_version":5,"key":"core.config_entries","data":{"entries":[
            {"entry_id":"e","domain":"fixture","title":"h","version":%d,"minor_version":%d,
             "source":"user","unique_id":null,"data":{"address":"h","token":"t-0-k-e-n"},
             "options":{},"subentries":[],"disabled_by":null,
             "created_at":"2026-01-01T00:00:00.000000+00:00",
             "modified_at":"2026-01-01T00:00:00.000000+00:00"}]}}
          """
              .formatted(major, minor));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static EntryVersion version(int major, int minor) {
    return new EntryVersion(major, minor);
  }

  private static StoredEntry renamed(StoredEntry entry) {
    JsonObject data = entry.data();
    data.put("host", data.remove("address"));
    return entry.withData(data);
  }

  private static StoredEntry prefixed(StoredEntry entry) {
    return entry.withData(entry.data().put("prefix", "p"));
  }

  private JsonObject stored(EntriesHub hub) {
    return hub.stored().getJsonObject("data").getJsonArray("entries").getJsonObject(0);
  }

  private JsonObject shown(EntriesHub hub) {
    return hub.get(EntriesHub.ENTRY).list().getJsonObject(0);
  }

  @Test
  void steps_lead_one_after_the_other_to_the_version_of_the_integration() {
    fixture.version = version(2, 1);
    fixture.migrations =
        List.of(
            new EntryMigration(version(1, 2), version(2, 1), MigrationTest::prefixed),
            new EntryMigration(version(1, 1), version(1, 2), MigrationTest::renamed));

    EntriesHub hub = hub(1, 1);

    assertThat(hub.state("e")).isEqualTo("loaded");
    assertThat(stored(hub).getInteger("version")).isEqualTo(2);
    assertThat(stored(hub).getInteger("minor_version")).isEqualTo(1);
    assertThat(stored(hub).getJsonObject("data"))
        .isEqualTo(new JsonObject().put("host", "h").put("token", "t-0-k-e-n").put("prefix", "p"));
  }

  @Test
  void without_steps_the_same_major_version_passes() {
    fixture.version = version(1, 3);

    assertThat(hub(1, 1).state("e")).isEqualTo("loaded");
  }

  @Test
  void without_steps_another_major_version_is_a_migration_error() {
    fixture.version = version(2, 1);

    EntriesHub hub = hub(1, 1);

    assertThat(hub.state("e")).isEqualTo("migration_error");
    assertThat(shown(hub).getString("reason")).contains("1.1").contains("2.1");
    assertThat(fixture.setUps).hasValue(0);
  }

  @Test
  void a_downgrade_across_majors_fails_and_across_minors_passes() {
    fixture.version = version(2, 1);
    assertThat(hub(3, 1).state("e")).isEqualTo("migration_error");
    stop();
    EntriesHub again = hub(2, 4);
    assertThat(again.state("e")).isEqualTo("loaded");
    assertThat(stored(again).getInteger("minor_version")).isEqualTo(4);
  }

  @Test
  void a_step_that_throws_changes_nothing_and_shows_no_secret() {
    fixture.version = version(2, 1);
    fixture.migrations =
        List.of(
            new EntryMigration(
                version(1, 1),
                version(2, 1),
                entry -> {
                  throw new IllegalArgumentException(entry.data().getString("token"));
                }));

    EntriesHub hub = hub(1, 1);

    assertThat(hub.state("e")).isEqualTo("migration_error");
    assertThat(shown(hub).encode()).doesNotContain("t-0-k-e-n");
    assertThat(stored(hub).getInteger("version")).isEqualTo(1);
    assertThat(stored(hub).getJsonObject("data").getString("address")).isEqualTo("h");
  }

  @Test
  void a_migration_that_cannot_be_stored_is_tried_again() throws Exception {
    fixture.version = version(2, 1);
    fixture.migrations =
        List.of(new EntryMigration(version(1, 1), version(2, 1), MigrationTest::renamed));
    write(1, 1);
    EntriesHub hub = new EntriesHub(config, fixture);
    running = Optional.of(hub);
    Path inTheWay = config.resolve(".storage/core.config_entries.new");
    Files.createDirectories(inTheWay.resolve("full"));
    Files.createDirectories(config.resolve(".storage/core.config_entries.previous.new/full"));
    hub.setUpAll();
    assertThat(hub.state("e")).isEqualTo("setup_retry");
    assertThat(fixture.setUps).hasValue(0);

    Files.delete(inTheWay.resolve("full"));
    Files.delete(inTheWay);
    Files.delete(config.resolve(".storage/core.config_entries.previous.new/full"));
    Files.delete(config.resolve(".storage/core.config_entries.previous.new"));
    hub.advance(Duration.ofSeconds(6));

    hub.awaitState("e", EntryState.LOADED);
    assertThat(stored(hub).getInteger("version")).isEqualTo(2);
  }
}
