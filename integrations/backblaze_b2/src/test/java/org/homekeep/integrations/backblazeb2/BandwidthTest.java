package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.Patience;
import org.junit.jupiter.api.Test;

/** Uploads under a limit that would have them take days, if it were in force. */
class BandwidthTest extends EmulatorTest {
  private static final int SIZE = 5 * PART;
  private static final Values CRAWLING =
      Values.empty().with("bandwidth_limit", new Value.Numeric(new BigDecimal("0.0001")));

  private Values data;

  private LoadedEntry setUp(Values options) throws Exception {
    data = input(readAndWriteKey(), BUCKET, "ha/");
    return setUp(entry("01ENTRY", data, options));
  }

  private Future<Void> begun(BackupAgent agent, int size) throws Exception {
    Future<Void> upload = hub.start(() -> agent.uploadBackup(upload(ID, bytes(size))));
    String call = size > PART ? "b2_get_upload_part_url" : "b2_get_upload_url";
    Patience.await(() -> calls().contains(call));
    return upload;
  }

  @Test
  void a_limit_that_is_lifted_lets_the_upload_that_is_under_way_go_on() throws Exception {
    LoadedEntry loaded = setUp(CRAWLING);
    BackupAgent agent = loaded.backupAgents().get(0);
    Future<Void> upload = begun(agent, SIZE);
    assertThat(upload.isComplete()).isFalse();

    ConfigEntry changed = entry("01ENTRY", data, Values.empty());
    assertThat(hub.await(() -> loaded.takeOver(changed))).isTrue();
    hub.await(upload);

    assertThat(Collections.frequency(calls(), "b2_start_large_file")).isEqualTo(1);
    assertThat(Collections.frequency(calls(), "b2_upload_part")).isEqualTo(5);
    assertThat(download(agent, ID)).isEqualTo(bytes(SIZE));
  }

  @Test
  void a_limit_that_ends_at_a_time_of_day_lets_the_upload_that_is_under_way_go_on()
      throws Exception {
    BackupAgent agent =
        setUp(CRAWLING.with("limit_from", "01:00").with("limit_until", "05:00"))
            .backupAgents()
            .get(0);
    Future<Void> upload = begun(agent, 100);
    assertThat(upload.isComplete()).isFalse();

    hub.advance(Duration.ofHours(2));
    hub.await(upload);

    assertThat(download(agent, ID)).isEqualTo(bytes(100));
  }

  @Test
  void outside_of_its_hours_a_limit_limits_nothing() throws Exception {
    BackupAgent agent =
        setUp(CRAWLING.with("limit_from", "22:00").with("limit_until", "03:00"))
            .backupAgents()
            .get(0);

    store(agent, upload(ID, bytes(SIZE)));

    assertThat(listedIds(agent)).containsExactly(ID);
  }

  @Test
  void downloads_are_not_limited() throws Exception {
    store(agent(), upload(ID, bytes(SIZE)));
    BackupAgent limited = setUp(CRAWLING).backupAgents().get(0);

    assertThat(download(limited, ID)).isEqualTo(bytes(SIZE));
  }

  @Test
  void an_upload_that_waits_for_its_turn_ends_when_the_entry_is_unloaded() throws Exception {
    LoadedEntry loaded = setUp(CRAWLING);
    Future<Void> upload = begun(loaded.backupAgents().get(0), SIZE);

    hub.await(loaded::unload);

    assertThat(failureOf(upload)).hasMessageContaining("unloaded");
    assertThat(unfinished()).hasSize(1);
  }
}
