package org.homekeep.core.backup.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids that a client sends are repeated in answers, stored and logged, so they have an end. */
class LongIdsTest {
  private static final String LONG = "a".repeat(256);
  private static final String TOO_LONG =
      "invalid_format: length of value must be at most 255 @ data['%s']";

  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    hub = BackupHub.started(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static JsonObject complete() {
    return new JsonObject()
        .put("backup_id", "27e0ff0f")
        .put("agent_id", "backup.local")
        .put("agent_ids", new JsonArray().add("backup.local"))
        .put("password", "secret");
  }

  /** Only what the command takes. */
  private static JsonObject fields(String... names) {
    JsonObject fields = new JsonObject();
    for (String name : names) {
      fields.put(name, complete().getValue(name));
    }
    return fields;
  }

  @Test
  void a_backup_id_has_a_longest_length() throws Exception {
    for (String command :
        List.of(
            "backup/details", "backup/delete", "homekeep/backup/pin", "homekeep/backup/unpin")) {
      assertThat(hub.refused(command, fields("backup_id").put("backup_id", LONG)))
          .as(command)
          .startsWith(TOO_LONG.formatted("backup_id"));
    }
  }

  @Test
  void the_ids_of_a_copy_have_a_longest_length() throws Exception {
    for (String id : List.of("backup_id", "agent_id")) {
      for (String command :
          List.of(
              "backup/restore",
              "homekeep/backup/deliveries/cancel",
              "homekeep/backup/copies/verify",
              "homekeep/backup/copies/verify/cancel")) {
        assertThat(hub.refused(command, fields("backup_id", "agent_id").put(id, LONG)))
            .as(command)
            .startsWith(TOO_LONG.formatted(id));
      }
      assertThat(
              hub.refused(
                  "backup/can_decrypt_on_download",
                  fields("backup_id", "agent_id", "password").put(id, LONG)))
          .startsWith(TOO_LONG.formatted(id));
    }
  }

  @Test
  void the_ids_of_locations_and_add_ons_in_a_list_have_a_longest_length() throws Exception {
    JsonArray one = new JsonArray().add(LONG);

    assertThat(hub.refused("backup/generate", new JsonObject().put("agent_ids", one)))
        .contains("must be at most 255");
    assertThat(hub.refused("homekeep/backup/deliver", fields("backup_id").put("agent_ids", one)))
        .contains("must be at most 255");
    assertThat(hub.refused("backup/generate", fields("agent_ids").put("include_addons", one)))
        .contains("must be at most 255");
    assertThat(
            hub.refused(
                "backup/restore", fields("backup_id", "agent_id").put("restore_addons", one)))
        .contains("must be at most 255");
    assertThat(
            hub.refused(
                "backup/config/update",
                new JsonObject().put("create_backup", new JsonObject().put("agent_ids", one))))
        .contains("must be at most 255");
    assertThat(
            hub.refused(
                "backup/config/update",
                new JsonObject().put("agents", new JsonObject().put(LONG, new JsonObject()))))
        .isEqualTo("invalid_format: The id of a location has 255 characters at most.");
  }
}
