package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of Backblaze B2 as a browser sees them (b2-and-cloud.md §A.2). */
class BackblazeFormsTest extends BackblazeHubTest {
  private static final JsonArray FIELDS =
      new JsonArray(
          """
          [{"name": "key_id", "required": true, "type": "string"},
           {"name": "application_key", "required": true,
            "selector": {"text": {"type": "password", "multiline": false, "multiple": false}}},
           {"name": "bucket", "required": true, "type": "string"},
           {"name": "prefix", "required": false, "optional": true, "type": "string", "default": ""}]
          """);

  /** The fields as they come when these values are suggested; none for what is not among them. */
  private static JsonArray suggesting(JsonArray fields, JsonObject values) {
    JsonArray suggesting = fields.copy();
    for (int i = 0; i < suggesting.size(); i++) {
      JsonObject field = suggesting.getJsonObject(i);
      Object value = values.getValue(field.getString("name"));
      if (value != null) {
        field.put("description", new JsonObject().put("suggested_value", value));
      }
    }
    return suggesting;
  }

  private static JsonArray keyFields() {
    return new JsonArray(FIELDS.stream().limit(2).toList());
  }

  @Test
  void the_first_form_has_four_fields_in_this_order_and_is_empty() {
    JsonObject form = start(new JsonObject());

    assertThat(form.getString("type")).isEqualTo("form");
    assertThat(form.getString("step_id")).isEqualTo("user");
    assertThat(form.getJsonArray("data_schema")).isEqualTo(FIELDS);
    assertThat(form.getValue("errors")).isIn(null, new JsonObject());
    assertThat(form.getJsonObject("description_placeholders"))
        .isEqualTo(new JsonObject().put("brand_name", "Backblaze B2"));
  }

  @Test
  void an_error_shows_the_form_again_with_what_was_typed_and_can_be_corrected() {
    JsonObject typed = input(key(BUCKET), "other-bucket", "test/foo");

    JsonObject refused = submit(start(new JsonObject()), typed);
    JsonObject made = submit(refused, typed.copy().put("bucket", BUCKET));

    assertThat(refused.getString("step_id")).isEqualTo("user");
    assertThat(refused.getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("bucket", "restricted_bucket"));
    assertThat(refused.getJsonArray("data_schema")).isEqualTo(suggesting(FIELDS, typed));
    assertThat(refused.getJsonObject("description_placeholders"))
        .isEqualTo(
            new JsonObject()
                .put("brand_name", "Backblaze B2")
                .put("restricted_bucket_name", BUCKET));
    assertThat(made.getString("type")).isEqualTo("create_entry");
    assertThat(made.getString("title")).isEqualTo(BUCKET);
    assertThat(made.getJsonObject("options")).isEmpty();
    assertThat(stored().getString("prefix")).isEqualTo("test/foo/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key_id", "application_key", "bucket"})
  void a_required_field_that_is_missing_is_an_error_of_the_request(String field) {
    JsonObject incomplete = input(key(BUCKET), BUCKET, "");
    incomplete.remove(field);

    assertThat(posted(incomplete).status()).isEqualTo(400);
    assertThat(await(b2.requests())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key_id", "application_key", "bucket", "prefix"})
  void a_value_of_another_type_is_an_error_of_the_request(String field) {
    assertThat(posted(input(key(BUCKET), BUCKET, "").put(field, 7)).status()).isEqualTo(400);
  }

  private HttpApiClient.Answer posted(JsonObject input) {
    String flowId = start(new JsonObject()).getString("flow_id");
    return ada.http().post("/api/config/config_entries/flow/" + flowId, input);
  }

  @Test
  void a_prefix_that_is_left_out_is_the_whole_bucket() {
    JsonObject input = input(key(BUCKET), BUCKET, "");
    input.remove("prefix");

    assertThat(posted(input).json().getString("type")).isEqualTo("create_entry");
    assertThat(stored().getString("prefix")).isEmpty();
  }

  /** What diagnostics tell of the data of the only entry. */
  private JsonObject stored() {
    return ada.http()
        .get("/api/diagnostics/config_entry/" + entry().getString("entry_id"))
        .json()
        .getJsonObject("data")
        .getJsonObject("entry_data");
  }

  @Test
  void the_same_key_is_not_added_twice() {
    ApplicationKey key = key(BUCKET);
    add(key);

    JsonObject again = submit(start(new JsonObject()), input(key, BUCKET, "elsewhere"));

    assertThat(again.getString("type")).isEqualTo("abort");
    assertThat(again.getString("reason")).isEqualTo("already_configured");
  }

  @Test
  void reconfigure_suggests_what_is_stored_and_takes_the_same_again() {
    ApplicationKey key = key();
    String entryId = add(key);
    await(b2.createBucket("new-bucket"));

    // A secret that is stored is shown to nobody (ARCHITECTURE.md).
    JsonObject stored = input(key, BUCKET, "ha/");
    stored.remove("application_key");

    JsonObject form = start(new JsonObject().put("entry_id", entryId));
    JsonObject same = submit(form, input(key, BUCKET, "ha"));
    JsonObject other =
        submit(start(new JsonObject().put("entry_id", entryId)), input(key, "new-bucket", "other"));

    assertThat(form.getString("step_id")).isEqualTo("reconfigure");
    assertThat(form.getJsonArray("data_schema")).isEqualTo(suggesting(FIELDS, stored));
    assertThat(form.getJsonObject("description_placeholders").getString("brand_name"))
        .isEqualTo("Backblaze B2");
    for (JsonObject end : List.of(same, other)) {
      assertThat(end.getString("type")).isEqualTo("abort");
      assertThat(end.getString("reason")).isEqualTo("reconfigure_successful");
    }
    assertThat(entry().getString("title")).isEqualTo("new-bucket");
    assertThat(entry().getString("state")).isEqualTo("loaded");
    assertThat(stored().getString("prefix")).isEqualTo("other/");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void reauth_asks_for_the_key_alone_and_changes_nothing_else(boolean sameKey) {
    ApplicationKey old = key(BUCKET);
    String entryId = add(old);
    ApplicationKey fresh = sameKey ? old : key(BUCKET);
    await(b2.faults().add(FaultRule.error("b2_authorize_account", 401, "unauthorized")));
    assertThat(reload(entryId).getString("state")).isEqualTo("setup_error");

    JsonObject waiting = Patience.until(() -> waitingFlows().get(0));
    JsonObject form =
        ada.http().get("/api/config/config_entries/flow/" + waiting.getString("flow_id")).json();
    JsonObject refused = submit(form, input(fresh).put("application_key", "K002wrong"));
    JsonObject end = submit(form, input(fresh));

    assertThat(waiting.getJsonObject("context").getString("source")).isEqualTo("reauth");
    assertThat(waiting.getJsonObject("context").getString("entry_id")).isEqualTo(entryId);
    assertThat(form.getString("step_id")).isEqualTo("reauth_confirm");
    assertThat(form.getJsonArray("data_schema")).isEqualTo(keyFields());
    assertThat(form.getJsonObject("description_placeholders"))
        .isEqualTo(
            new JsonObject()
                .put("brand_name", "Backblaze B2")
                .put("bucket", BUCKET)
                .put("name", BUCKET));
    assertThat(refused.getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_credentials"));
    assertThat(end.getString("reason")).isEqualTo("reauth_successful");
    assertThat(entry().getString("state")).isEqualTo("loaded");
    assertThat(entry().getString("title")).isEqualTo(BUCKET);
    assertThat(stored().getString("prefix")).isEqualTo("ha/");
    assertThat(waitingFlows()).isEmpty();
  }
}
