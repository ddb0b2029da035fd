package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.auth.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about what is kept and what was deleted. */
class KeepingCommandsTest extends KeepingHubTest {
  private String refused(String command, String fields) throws Exception {
    return home.hub.refused("homekeep/backup/" + command, KeepingHub.json(fields));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retention/info",
        "retention/update",
        "retention/preview",
        "retention/confirm_home",
        "retention/confirm_settings",
        "pin",
        "unpin",
        "audit"
      })
  void every_command_is_for_administrators(String command) {
    assertThat(home.hub.command("homekeep/backup/" + command).access()).isEqualTo(Access.ADMIN);
  }

  @Test
  void a_pin_that_is_not_on_the_disk_yet_is_no_success_the_second_time_either() throws Exception {
    String id = home.manual();
    Path document = home.hub.directories().storage().resolve("homekeep.backup");
    Files.deleteIfExists(document);
    Path obstacle = Files.createDirectories(document.resolve("obstacle"));
    String pin = "{'backup_id':'" + id + "'}";
    assertThat(refused("pin", pin)).isNotEmpty();

    assertThat(refused("pin", pin)).isNotEmpty();

    Files.delete(obstacle);
    Files.delete(document);
    home.call("pin", pin);
    assertThat(document).content().contains(id);
  }

  @Test
  void at_first_nothing_is_set() throws Exception {
    assertThat(home.call("retention/info", "{}"))
        .isEqualTo(
            KeepingHub.json(
                "{'generations':{'daily':null,'weekly':null,'monthly':null,'yearly':null},"
                    + "'agents':{},'pinned':[]}"));
  }

  @Test
  void generations_are_replaced_agents_are_merged_and_both_survive_a_restart() throws Exception {
    home.call(
        "retention/update",
        "{'generations':{'daily':7,'weekly':4},'agents':{'test.one':{'generations':{'yearly':2}}}}");
    home.call(
        "retention/update",
        "{'generations':{'monthly':12},'agents':{'test.two':{'generations':{'daily':1}}}}");
    home.restart();

    assertThat(home.call("retention/info", "{}"))
        .isEqualTo(
            KeepingHub.json(
                "{'generations':{'daily':null,'weekly':null,'monthly':12,'yearly':null},'agents':{"
                    + "'test.one':{'generations':{'daily':null,'weekly':null,'monthly':null,'yearly':2}},"
                    + "'test.two':{'generations':{'daily':1,'weekly':null,'monthly':null,'yearly':null}}},"
                    + "'pinned':[]}"));

    home.call(
        "retention/update", "{'generations':null,'agents':{'test.one':{'generations':null}}}");
    JsonObject info = home.call("retention/info", "{}");
    assertThat(info.getJsonObject("generations").getInteger("monthly")).isNull();
    assertThat(info.getJsonObject("agents").fieldNames()).containsExactly("test.two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'generations':{'daily':0}}",
        "{'generations':{'hourly':1}}",
        "{'generations':{'daily':10000}}",
        "{'agents':{'test.one':{'copies':1}}}",
        "{'pinned':[]}"
      })
  void what_makes_no_sense_is_refused_and_changes_nothing(String update) throws Exception {
    home.call("retention/update", "{'generations':{'daily':3}}");

    assertThat(refused("retention/update", update)).startsWith("invalid_format: ");
    assertThat(home.call("retention/info", "{}").getJsonObject("generations").getInteger("daily"))
        .isEqualTo(3);
  }

  @Test
  void home_assistants_own_settings_hold_nothing_of_ours() throws Exception {
    home.call("retention/update", "{'generations':{'daily':3}}");
    home.call("pin", "{'backup_id':'" + home.automatic() + "'}");

    Path storage = home.hub.directories().storage();
    assertThat(Files.readString(storage.resolve("backup"))).doesNotContain("daily\":", "pinned");
    assertThat(Files.readString(storage.resolve("homekeep.backup"))).contains("daily", "pinned");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(storage.resolve("homekeep.backup_copies"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_preview_says_of_every_copy_what_would_become_of_it_and_why() throws Exception {
    String first = home.automatic();
    String manual = home.manual();
    String third = home.automatic();
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    home.update("{'retention':{'copies':null}}");

    JsonObject preview = home.call("retention/preview", "{'retention':{'copies':1}}");

    JsonObject oldest = preview.getJsonArray("copies").getJsonObject(0);
    assertThat(oldest.getString("backup_id")).isEqualTo(first);
    assertThat(oldest.getString("agent_id")).isEqualTo("test.one");
    assertThat(oldest.getString("action")).isEqualTo("delete");
    assertThat(oldest.getString("reason")).isEqualTo("beyond_copies");
    assertThat(oldest.getString("message"))
        .isEqualTo("There is a newer backup, and one is to be kept.");
    assertThat(oldest.getJsonObject("verified").getString("how")).isEqualTo("read_back");
    assertThat(oldest.getLong("size")).isEqualTo(home.one.bytes(first).length);
    assertThat(preview.getLong("bytes_deleted"))
        .isEqualTo(home.one.bytes(first).length + home.two.bytes(first).length);
    assertThat(home.preview("test.two", "{'retention':{'copies':1}}"))
        .containsEntry(first, "delete beyond_copies")
        .containsEntry(manual, "keep manual")
        .containsEntry(third, "keep wanted");
  }

  @Test
  void a_preview_deletes_nothing_and_saves_nothing() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    JsonObject before = home.call("retention/info", "{}");
    JsonObject config = home.hub.call("backup/config/info");

    home.call(
        "retention/preview",
        "{'retention':{'copies':1},'generations':{'daily':1},"
            + "'agents':{'test.one':{'retention':{'days':1},'generations':null}}}");

    assertThat(home.one.ids()).containsExactly(first, second);
    assertThat(home.call("retention/info", "{}")).isEqualTo(before);
    assertThat(home.hub.call("backup/config/info")).isEqualTo(config);
    assertThat(home.call("audit", "{}").getJsonArray("lines")).isEmpty();
  }

  @Test
  void a_preview_without_settings_is_of_those_that_are_saved() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    home.call("retention/update", "{'generations':{'daily':1}}");

    assertThat(home.preview("test.one", "{}"))
        .containsEntry(first, "delete no_generation")
        .containsEntry(second, "keep generation");
  }

  @Test
  void a_preview_of_a_location_knows_its_own_settings() throws Exception {
    String first = home.automatic();
    home.automatic();
    String fields = "{'agents':{'test.one':{'retention':{'copies':1}}}}";

    assertThat(home.preview("test.one", fields)).containsEntry(first, "delete beyond_copies");
    assertThat(home.preview("test.two", fields)).containsEntry(first, "keep wanted");
  }

  @Test
  void a_preview_names_the_locations_that_cannot_be_listed() throws Exception {
    home.automatic();
    home.one.failWith(new BackupAgentException("Boom!"));

    JsonObject preview = home.call("retention/preview", "{}");

    assertThat(preview.getJsonObject("agent_errors"))
        .isEqualTo(new JsonObject().put("test.one", "Boom!"));
    assertThat(preview.getJsonArray("copies")).hasSize(1);
  }

  @Test
  void a_backup_that_is_nowhere_cannot_be_pinned() throws Exception {
    assertThat(refused("pin", "{'backup_id':'ffffffff'}"))
        .isEqualTo("not_found: There is no backup ffffffff at any location.");
    home.one.failWith(new BackupAgentException("It may be there."));
    home.call("pin", "{'backup_id':'ffffffff'}");
    assertThat(home.call("retention/info", "{}").getJsonArray("pinned"))
        .isEqualTo(new JsonArray().add("ffffffff"));
  }

  @Test
  void every_deletion_by_retention_is_logged_before_it_is_done() throws Exception {
    home.update("{'retention':{'copies':1}}");
    String first = home.automatic();
    home.two.failDeletionsWith(new BackupAgentException("Boom!"));
    home.automatic();

    assertThat(home.audit(first))
        .containsExactlyInAnyOrder(
            "deleting test.one retention beyond_copies",
            "deleting test.two retention beyond_copies",
            "deleted test.one retention beyond_copies",
            "failed test.two retention beyond_copies");
    JsonObject newest = home.call("audit", "{'limit':1}").getJsonArray("lines").getJsonObject(0);
    assertThat(newest.getString("at")).startsWith("2024-11-11T");
    assertThat(newest.getLong("line")).isEqualTo(4);
  }

  @Test
  void a_deletion_by_a_person_is_logged_with_the_name() throws Exception {
    String id = home.automatic();
    home.hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(home.audit(id))
        .contains("deleting test.one Admin asked", "deleted test.one Admin asked")
        .contains("deleting backup.local Admin asked", "absent backup.local Admin asked")
        .doesNotContain("deleted backup.local Admin asked");
  }

  @Test
  void the_log_is_read_page_by_page() throws Exception {
    home.update("{'retention':{'copies':1}}");
    for (int i = 0; i < 4; i++) {
      home.automatic();
    }

    JsonObject first = home.call("audit", "{'limit':5}");
    JsonObject second = home.call("audit", "{'limit':500,'before':" + first.getLong("next") + "}");

    assertThat(first.getJsonArray("lines")).hasSize(5);
    assertThat(second.getJsonArray("lines")).hasSize(7);
    assertThat(second.getLong("next")).isNull();
  }

  @Test
  void what_cannot_be_logged_is_not_deleted_by_retention_and_is_by_a_person() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    Files.writeString(home.hub.directories().deletions(), "a file where the log should be");
    home.update("{'retention':{'copies':1}}");
    String third = home.automatic();

    assertThat(home.hub.steps()).endsWith("create_backup/completed", "idle");
    assertThat(home.one.ids()).containsExactly(first, second, third);

    home.hub.call("backup/delete", new JsonObject().put("backup_id", first));
    assertThat(home.one.ids()).containsExactly(second, third);
  }
}
