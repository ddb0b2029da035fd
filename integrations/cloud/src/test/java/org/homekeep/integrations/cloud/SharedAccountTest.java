package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.emulator.cloud.StoredBackup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hubs with one account that have sent archives of the same backup: a hub whose id was lost is
 * another one.
 */
class SharedAccountTest {
  private static final int SIZE = 10_000;
  private static final String ID = "aaaa0001";

  /** Before and after this hub's own name, whatever that is. */
  private static final List<String> OTHERS = List.of("!other.tar", "zother.tar");

  private AgentHome home;
  private String own = "";

  @BeforeEach
  void store_at_both_hubs(@TempDir Path directory) throws Exception {
    home = AgentHome.in(directory);
    home.hub.await(
        home.upload(AgentHome.backup(ID, SIZE), () -> new ByteArrayInputStream(new byte[SIZE])));
    StoredBackup mine = home.stored().get(0);
    own = mine.key();
    JsonArray files = new JsonArray();
    for (String key : OTHERS) {
      files.add(
          new JsonObject()
              .put("key", key)
              .put("metadata", mine.metadata().copy())
              .put("content", "another"));
    }
    home.hub.await(home.cloud.seed(new JsonObject().put("files", files)));
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  private List<String> keys() throws Exception {
    return home.stored().stream().map(StoredBackup::key).toList();
  }

  @Test
  void the_backup_is_listed_once() throws Exception {
    assertThat(home.listed()).containsExactly(ID);
  }

  @Test
  void what_is_asked_is_this_hubs_own() throws Exception {
    assertThat(home.hub.await(() -> home.agent.storedBytes(ID)).orElseThrow().size())
        .isEqualTo(SIZE);
    long[] read = new long[1];
    home.hub.await(() -> home.agent.downloadBackup(ID, in -> read[0] = in.readAllBytes().length));
    assertThat(read[0]).isEqualTo(SIZE);
  }

  @Test
  void deleting_takes_this_hubs_own_first_and_says_that_others_are_left() throws Exception {
    assertThatThrownBy(() -> home.hub.await(() -> home.agent.deleteBackup(ID)))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("another one is left at Home Assistant Cloud");
    assertThat(keys()).doesNotContain(own).hasSize(OTHERS.size());

    assertThatThrownBy(() -> home.hub.await(() -> home.agent.deleteBackup(ID)))
        .isInstanceOf(BackupAgentException.class);
    home.hub.await(() -> home.agent.deleteBackup(ID));

    assertThat(keys()).isEmpty();
    assertThatThrownBy(() -> home.hub.await(() -> home.agent.deleteBackup(ID)))
        .isInstanceOf(BackupNotFoundException.class);
  }
}
