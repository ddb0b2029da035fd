package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** frontend.md (b), "Integrations and config flow". */
class IntegrationsSequenceTest extends FrontendHubTest {
  private static final String ENTRY = "/api/config/config_entries/entry/";
  private static final String FLOW = "/api/config/config_entries/flow/";

  private static final String ENTRY_FIELDS =
      """
      entry_id                               string
      domain                                 "backblaze_b2"
      title                                  string
      source                                 "user"
      state                                  string
      supports_options                       boolean
      supports_remove_device                 boolean
      supports_unload                        boolean
      supports_reconfigure                   true
      supported_subentry_types               {}
      num_subentries                         0
      pref_disable_new_entities              boolean
      pref_disable_polling                   boolean
      disabled_by                            string or null
      reason                                 string or null
      error_reason_translation_key           string or null
      error_reason_translation_placeholders  object or null
      created_at                             number
      modified_at                            number
      """;

  private static final String MANIFEST_FIELDS =
      """
      domain            string
      name              string
      is_built_in       boolean
      config_flow       boolean
      integration_type  string
      documentation     string
      """;

  private static final JsonObject USER_FLOW = new JsonObject().put("handler", "backblaze_b2");

  private OpenPage page;
  private int entries;
  private int flows;

  @BeforeEach
  void open() {
    page = page();
    boot(page);
    entries =
        page.subscribe(
            "config_entries/subscribe",
            json("{'type_filter':['device','hub','service','hardware']}"));
    assertThat(page.socket().nextList(entries)).isEqualTo(new JsonArray());
    flows = page.subscribe("config_entries/flow/subscribe");
    assertThat(page.socket().nextList(flows)).isEqualTo(new JsonArray());
  }

  @AfterEach
  void close() {
    page.close();
  }

  private JsonObject added(ApplicationKey key) {
    JsonObject made = page.submit(page.startFlow(USER_FLOW.copy()), input(key));
    assertThat(made.getString("type")).as(made.encode()).isEqualTo("create_entry");
    return made.getJsonObject("result");
  }

  private JsonObject entry(String entryId) {
    return Fields.objects(page.list("config_entries/get"))
        .filter(each -> each.getString("entry_id").equals(entryId))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the page hears that something became of an entry. */
  private JsonObject heard(String type) {
    while (true) {
      for (JsonObject change : Fields.objects(page.socket().nextList(entries)).toList()) {
        if (type.equals(change.getString("type"))) {
          return change.getJsonObject("entry");
        }
      }
    }
  }

  private static JsonObject field(JsonObject form, String name) {
    return Fields.objects(form.getJsonArray("data_schema"))
        .filter(each -> each.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_dashboard_gets_all_lists_that_it_waits_for() {
    JsonArray manifests =
        page.list("manifest/list", json("{'integrations':['backblaze_b2','cloud']}"));

    assertThat(manifests).hasSize(2);
    Fields.objects(manifests)
        .filter(each -> each.getString("domain").equals("backblaze_b2"))
        .forEach(
            manifest -> {
              Fields.check(manifest, MANIFEST_FIELDS);
              Fields.check(manifest, "iot_class \"cloud_push\"\nquality_scale string");
            });
    Fields.objects(manifests)
        .forEach(
            manifest -> Fields.check(manifest, "domain string\nname string\nis_built_in true"));
    page.list("config/entity_registry/list");
    Fields.objects(page.list("logger/log_info"))
        .forEach(each -> Fields.check(each, "domain string\nlevel number"));
    Fields.objects(page.list("diagnostics/list"))
        .forEach(
            each ->
                Fields.check(
                    each, "domain string\nhandlers.config_entry boolean\nhandlers.device boolean"));
    assertThat(page.result("entity/source", new JsonObject())).isInstanceOf(JsonObject.class);
  }

  @Test
  void what_can_be_added_is_described_and_nothing_waits() {
    JsonObject descriptions = page.call("integration/descriptions");

    Fields.check(
        descriptions,
        """
        core.integration                                object
        core.integration.backblaze_b2.name              "Backblaze B2"
        core.integration.backblaze_b2.integration_type  "service"
        core.integration.backblaze_b2.config_flow       true
        core.integration.backblaze_b2.iot_class         "cloud_push"
        core.helper                                     object
        core.translated_name                            array
        custom.integration                              object
        custom.helper                                   object
        """);
    assertThat(page.list("config_entries/flow/progress")).isEqualTo(new JsonArray());
  }

  @Test
  void the_form_of_backblaze_b2_is_the_one_that_the_page_knows() {
    Fields.check(
        page.call("manifest/get", json("{'integration':'backblaze_b2'}")), MANIFEST_FIELDS);

    JsonObject form = page.startFlow(USER_FLOW.copy());

    Fields.check(
        form,
        """
        type                      "form"
        flow_id                   string
        handler                   "backblaze_b2"
        step_id                   "user"
        data_schema               [{"type":"string","name":"key_id","required":true},{"name":"application_key","required":true,"selector":{"text":{"type":"password","multiline":false,"multiple":false}}},{"type":"string","name":"bucket","required":true},{"type":"string","name":"prefix","optional":true,"required":false,"default":""}]
        errors                    object or null
        description_placeholders  {"brand_name":"Backblaze B2"}
        last_step                 boolean or null
        preview                   null
        """);
  }

  @Test
  void every_text_of_the_form_is_among_the_translations() {
    for (String category : new String[] {"config", "selector", "title"}) {
      Fields.check(
          page.call(
              "frontend/get_translations",
              new JsonObject()
                  .put("language", "en")
                  .put("category", category)
                  .put("integration", array("backblaze_b2"))),
          "resources object");
    }
    JsonObject texts =
        page.call(
                "frontend/get_translations",
                json("{'language':'en','category':'config','integration':'backblaze_b2'}"))
            .getJsonObject("resources");
    String step = "component.backblaze_b2.config.step.user.";

    for (String name : List.of("key_id", "application_key", "bucket", "prefix")) {
      assertThat(texts.getString(step + "data." + name)).as(name).isNotBlank();
    }
    for (String key :
        List.of(
            "component.backblaze_b2.config.error.invalid_credentials",
            "component.backblaze_b2.config.error.restricted_bucket",
            "component.backblaze_b2.config.abort.already_configured",
            "component.backblaze_b2.config.abort.reconfigure_successful",
            "component.backblaze_b2.config.step.reconfigure.data.bucket",
            "component.backblaze_b2.config.step.reauth_confirm.data.key_id")) {
      assertThat(texts.getString(key)).as(key).isNotBlank();
    }
  }

  @Test
  void a_wrong_key_is_said_in_a_box_and_a_wrong_bucket_at_its_field() {
    ApplicationKey key = key();
    JsonObject form = page.startFlow(USER_FLOW.copy());

    JsonObject wrongKey = page.submit(form, input(key).put("application_key", "K002wrong"));
    JsonObject wrongBucket = page.submit(form, input(key).put("bucket", "other-bucket"));

    Fields.check(
        wrongKey,
        """
        type     "form"
        flow_id  "%s"
        step_id  "user"
        errors   {"base":"invalid_credentials"}
        """
            .formatted(form.getString("flow_id")));
    Fields.check(wrongBucket, "type \"form\"\nerrors {\"bucket\":\"restricted_bucket\"}");
    assertThat(field(wrongBucket, "bucket").getJsonObject("description"))
        .isEqualTo(json("{'suggested_value':'other-bucket'}"));
    assertThat(field(wrongBucket, "key_id").getJsonObject("description"))
        .isEqualTo(new JsonObject().put("suggested_value", key.keyId()));
  }

  @Test
  void what_is_missing_is_an_error_of_the_request_with_a_message() {
    JsonObject form = page.startFlow(USER_FLOW.copy());

    HttpApiClient.Answer answer =
        page.http().post(FLOW + form.getString("flow_id"), json("{'key_id':'x'}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().containsKey("message") || answer.json().containsKey("errors"))
        .as(answer.body())
        .isTrue();
  }

  @Test
  void a_flow_that_is_closed_is_over() {
    String flowId = page.startFlow(USER_FLOW.copy()).getString("flow_id");

    HttpApiClient.Answer closed = page.http().delete(FLOW + flowId);

    assertThat(closed.json()).isEqualTo(json("{'message':'Flow aborted'}"));
    assertThat(page.http().get(FLOW + flowId).status()).isEqualTo(404);
  }

  @Test
  void a_new_entry_is_shown_everywhere_without_a_reload() {
    // All integrations are components from the start, so that nothing about names has to be fetched
    // anew: where Home Assistant fires component_loaded, nothing is left to hear.
    assertThat(page.call("get_config").getJsonArray("components")).contains("backblaze_b2");

    JsonObject made = page.submit(page.startFlow(USER_FLOW.copy()), input(key()));

    Fields.check(
        made,
        """
        type           "create_entry"
        flow_id        string
        handler        "backblaze_b2"
        title          "home-of-ada"
        description    string or null
        version        number
        minor_version  number
        options        {}
        subentries     []
        result         object
        """);
    Fields.check(made.getJsonObject("result"), ENTRY_FIELDS);
    Fields.check(made.getJsonObject("result"), "state \"loaded\"");
    Fields.check(heard("added"), ENTRY_FIELDS);
    Fields.check(entry(made.getJsonObject("result").getString("entry_id")), ENTRY_FIELDS);
    assertThat(page.call("backup/agents/info").getJsonArray("agents"))
        .contains(
            new JsonObject()
                .put(
                    "agent_id",
                    "backblaze_b2." + made.getJsonObject("result").getString("entry_id"))
                .put("name", BUCKET));
  }

  @Test
  void the_same_key_again_ends_the_flow() {
    ApplicationKey key = key();
    added(key);

    JsonObject again = page.submit(page.startFlow(USER_FLOW.copy()), input(key));

    Fields.check(
        again,
        """
        type     "abort"
        flow_id  string
        handler  "backblaze_b2"
        reason   "already_configured"
        """);
  }

  @Test
  void diagnostics_are_downloaded_in_a_new_tab() {
    String id = added(key()).getString("entry_id");
    assertThat(page.call("diagnostics/get", json("{'domain':'backblaze_b2'}")))
        .isEqualTo(
            json("{'domain':'backblaze_b2','handlers':{'config_entry':true,'device':false}}"));

    HttpApiClient.Answer answer =
        anonymous().get(page.signed("/api/diagnostics/config_entry/" + id));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().toString())
        .contains("attachment; filename=\"config_entry-backblaze_b2-" + id + ".json\"");
    Fields.check(answer.json(), "home_assistant object\nintegration_manifest object\ndata object");
  }

  @Test
  void reconfiguring_ends_with_the_reason_that_the_page_shows() {
    ApplicationKey key = key();
    String id = added(key).getString("entry_id");

    JsonObject form = page.startFlow(USER_FLOW.copy().put("entry_id", id));
    JsonObject end = page.submit(form, input(key));

    Fields.check(form, "type \"form\"\nstep_id \"reconfigure\"\ndata_schema array");
    Fields.check(end, "type \"abort\"\nreason \"reconfigure_successful\"");
  }

  @Test
  void an_entry_is_reloaded_and_deleted() {
    String id = added(key()).getString("entry_id");

    HttpApiClient.Answer reloaded = page.http().post(ENTRY + id + "/reload", new JsonObject());
    page.refused(
        "application_credentials/config_entry", new JsonObject().put("config_entry_id", id));
    HttpApiClient.Answer deleted = page.http().delete(ENTRY + id);

    assertThat(reloaded.json()).isEqualTo(json("{'require_restart':false}"));
    assertThat(deleted.json()).isEqualTo(json("{'require_restart':false}"));
    assertThat(heard("removed").getString("entry_id")).isEqualTo(id);
    assertThat(page.list("config_entries/get")).isEqualTo(new JsonArray());
  }

  @Test
  void an_entry_is_renamed_and_switched_off_and_on() {
    String id = added(key()).getString("entry_id");
    JsonObject which = new JsonObject().put("entry_id", id);

    JsonObject renamed =
        page.call("config_entries/update", which.copy().put("title", "The cellar"));
    JsonObject off = page.call("config_entries/disable", which.copy().put("disabled_by", "user"));
    String whileOff = entry(id).getString("disabled_by");
    JsonObject on = page.call("config_entries/disable", which.copy().putNull("disabled_by"));

    Fields.check(renamed, "config_entry object\nrequire_restart false");
    Fields.check(renamed.getJsonObject("config_entry"), ENTRY_FIELDS);
    assertThat(renamed.getJsonObject("config_entry").getString("title")).isEqualTo("The cellar");
    assertThat(off).isEqualTo(json("{'require_restart':false}"));
    assertThat(whileOff).isEqualTo("user");
    assertThat(on).isEqualTo(json("{'require_restart':false}"));
    Fields.check(entry(id), "state \"loaded\"\ndisabled_by null");
  }

  @Test
  void an_entry_that_fails_says_why_and_will_be_tried_again() {
    String id = added(key()).getString("entry_id");
    await(b2.faults().add(FaultRule.error("b2_authorize_account", 500, "internal_error")));

    page.http().post(ENTRY + id + "/reload", new JsonObject());

    JsonObject entry = entry(id);
    Fields.check(entry, ENTRY_FIELDS);
    Fields.check(entry, "state \"setup_retry\"\nreason string");
  }

  @Test
  void a_key_that_is_refused_is_a_card_whose_form_takes_a_new_one() {
    ApplicationKey key = key();
    String id = added(key).getString("entry_id");
    await(b2.faults().add(FaultRule.error("b2_authorize_account", 401, "unauthorized")));
    page.http().post(ENTRY + id + "/reload", new JsonObject());

    JsonObject card = page.socket().nextList(flows).getJsonObject(0);
    JsonObject form = page.http().get(FLOW + card.getString("flow_id")).json();
    JsonObject end =
        page.submit(
            form,
            new JsonObject()
                .put("key_id", key.keyId())
                .put("application_key", key.applicationKey()));

    Fields.check(
        card,
        """
        type                             "added"
        flow_id                          string
        flow.flow_id                     string
        flow.handler                     "backblaze_b2"
        flow.context.source              "reauth"
        flow.context.entry_id            "%s"
        flow.context.title_placeholders  object
        """
            .formatted(id));
    Fields.check(form, "type \"form\"\nstep_id \"reauth_confirm\"\ndata_schema array");
    Fields.check(end, "type \"abort\"\nreason \"reauth_successful\"");
    Fields.check(
        page.socket().nextList(flows).getJsonObject(0), "type \"removed\"\nflow_id string");
  }
}
