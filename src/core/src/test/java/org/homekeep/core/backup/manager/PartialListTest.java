package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location that can describe some of its backups while it cannot read others. */
class PartialListTest {
  private KeepingHub home;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    home = new KeepingHub(temporary);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  @Test
  void people_see_what_it_lists_and_why_that_may_not_be_all() throws Exception {
    home.update("{'create_backup':{'agent_ids':['test.one']}}");
    String left = home.automatic();
    String shown = home.automatic();
    home.one.leaveOut(left);

    JsonObject info = home.hub.call("backup/info");

    assertThat(info.getJsonArray("backups")).hasSize(1);
    assertThat(info.getJsonArray("backups").getJsonObject(0).getString("backup_id"))
        .isEqualTo(shown);
    assertThat(info.getJsonObject("agent_errors"))
        .isEqualTo(new JsonObject().put("test.one", "One description cannot be read."));
  }

  @Test
  void what_is_known_of_copies_that_it_does_not_list_is_not_forgotten() throws Exception {
    String left = home.automatic();
    home.automatic();
    home.one.leaveOut(left);

    home.advance(Duration.ofDays(2));
    home.one.leaveOut("none");

    assertThat(home.verified("test.one", left)).isEqualTo("read_back");
  }

  @Test
  void a_key_that_a_backup_may_need_which_it_does_not_list_is_kept() throws Exception {
    home.update("{'create_backup':{'agent_ids':['test.one'],'password':'AAAA-BBBB'}}");
    String left = home.automatic();
    home.update("{'create_backup':{'password':'CCCC-DDDD'}}");
    home.automatic();
    home.one.leaveOut(left);
    JsonArray keys = home.hub.call("homekeep/backup/keys/list").getJsonArray("keys");
    String earlier =
        keys.stream()
            .map(JsonObject.class::cast)
            .filter(key -> !key.getBoolean("active"))
            .map(key -> key.getString("fingerprint"))
            .findFirst()
            .orElseThrow();

    assertThat(
            home.hub.refused(
                "homekeep/backup/keys/forget", new JsonObject().put("fingerprint", earlier)))
        .contains("Some locations do not say which backups they hold (test.one)");
    assertThat(home.hub.call("homekeep/backup/keys/list").getJsonArray("keys")).hasSize(2);
  }
}
