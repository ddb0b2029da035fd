package org.homekeep.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.core.fixture.EntriesHub.ENTRY;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location is removed when no config entry is left that could offer it again. */
class EntryAgentsTest {
  private static final String AGENT = "fixture.memory";

  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path config) {
    hub = EntriesHub.start(config);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private boolean isRemoved(String agentId) {
    return hub.onContext(() -> new EntryAgents(hub.entries).isRemoved(agentId));
  }

  private void disable(String entryId) {
    hub.command(
        "config_entries/disable",
        new JsonObject().put("entry_id", entryId).put("disabled_by", "user"));
  }

  @Test
  void a_location_of_a_loaded_entry_is_there() {
    hub.addEntry("h");

    assertThat(isRemoved(AGENT)).isFalse();
  }

  @Test
  void a_location_of_an_entry_that_is_switched_off_is_not_removed() {
    disable(hub.addEntry("h"));

    assertThat(isRemoved(AGENT)).isFalse();
  }

  @Test
  void a_location_without_an_entry_is_removed() {
    String entry = hub.addEntry("h");
    hub.delete(ENTRY + "/" + entry);

    assertThat(isRemoved(AGENT)).isTrue();
  }

  @Test
  void what_another_entry_that_is_loaded_does_not_offer_is_removed() {
    hub.addEntry("h");

    assertThat(isRemoved("fixture.other")).isTrue();
  }

  @Test
  void what_another_entry_that_is_switched_off_may_offer_is_not_removed() {
    disable(hub.addEntry("h"));

    assertThat(isRemoved("fixture.other")).isFalse();
  }

  @Test
  void the_hub_s_own_location_is_never_removed() {
    assertThat(isRemoved(LocalAgent.ID)).isFalse();
  }
}
