package org.homekeep.api.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class AgentBackupJsonTest {
  private static final String STORED =
      """
      {"addons":[{"name":"Test","slug":"test","version":"1.0.0"}],"backup_id":"c0cb53bd",
       "date":"2025-01-30T05:42:12.345678-08:00","database_included":true,
       "extra_metadata":{"instance_id":"our_uuid","with_automatic_settings":false},
       "folders":["media","share"],"homeassistant_included":true,
       "homeassistant_version":"2025.1.0","name":"Custom backup 2025.1.0","protected":true,
       "size":10240}
      """;

  @Test
  void what_home_assistant_stored_is_read_and_written_unchanged() throws Exception {
    JsonObject json = new JsonObject(STORED);

    assertThat(AgentBackupJson.write(AgentBackupJson.read(json))).isEqualTo(json);
  }

  @Test
  void unknown_folders_and_keys_are_passed_over() throws Exception {
    JsonObject json =
        new JsonObject(STORED).put("folders", new JsonArray().add("attic")).put("new_key", 1);

    assertThat(AgentBackupJson.read(json).folders()).isEmpty();
  }

  @Test
  void a_missing_field_is_named() {
    for (String key : new String[] {"backup_id", "name", "date", "protected", "size"}) {
      JsonObject json = new JsonObject(STORED);
      json.remove(key);

      assertThatThrownBy(() -> AgentBackupJson.read(json))
          .isInstanceOf(InvalidBackupMetadataException.class)
          .hasMessageContaining("'" + key + "'");
    }
  }

  @Test
  void a_field_of_another_type_is_refused() {
    assertThatThrownBy(
            () -> AgentBackupJson.read(new JsonObject(STORED).put("addons", "everything")))
        .isInstanceOf(InvalidBackupMetadataException.class);
    assertThatThrownBy(() -> AgentBackupJson.read(new JsonObject(STORED).put("size", -1)))
        .isInstanceOf(InvalidBackupMetadataException.class);
  }

  @Test
  void a_null_is_refused_in_the_place_of_a_list_or_within_one() {
    for (String key : new String[] {"addons", "folders"}) {
      for (Object nothing : new Object[] {null, new JsonArray().addNull()}) {
        JsonObject json = new JsonObject(STORED).put(key, nothing);

        assertThatThrownBy(() -> AgentBackupJson.read(json))
            .isInstanceOf(InvalidBackupMetadataException.class)
            .hasMessageContaining("'" + key + "'");
      }
    }
  }

  @Test
  void a_null_for_any_field_is_read_or_refused_and_never_breaks_the_reader() throws Exception {
    for (String key : new JsonObject(STORED).fieldNames()) {
      JsonObject json = new JsonObject(STORED).putNull(key);

      if (key.equals("extra_metadata")) {
        assertThat(AgentBackupJson.read(json).extraMetadata()).isEmpty();
      } else if (key.equals("homeassistant_version")) {
        assertThat(AgentBackupJson.read(json).homeassistantVersion()).isEmpty();
      } else {
        assertThatThrownBy(() -> AgentBackupJson.read(json))
            .as(key)
            .isInstanceOf(InvalidBackupMetadataException.class);
      }
    }
  }

  @Test
  void extra_metadata_that_is_null_in_a_value_lacks_that_value() throws Exception {
    JsonObject json =
        new JsonObject(STORED).put("extra_metadata", new JsonObject().putNull("instance_id"));

    assertThat(AgentBackupJson.read(json).extraMetadata()).isEmpty();
  }
}
