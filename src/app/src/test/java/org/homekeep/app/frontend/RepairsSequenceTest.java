package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * frontend.md (b), "Repairs", with the issue of an entry whose key is refused, and that of a
 * damaged document, which is confirmed.
 */
class RepairsSequenceTest extends FrontendHubTest {
  private static final String FIX = "/api/repairs/issues/fix";

  private static final String DAMAGE = "storage_corruption_";
  private static final String REAUTH = "config_entry_reauth_";

  private OpenPage page;
  private int changes;

  @Override
  void beforeTheHub() throws IOException {
    Files.writeString(
        Files.createDirectories(config.resolve(".storage")).resolve("core.config_entries"),
        "damaged");
  }

  @BeforeEach
  void open() {
    page = page();
    boot(page);
    changes = page.listen("repairs_issue_registry_updated");
    JsonObject form = page.startFlow(new JsonObject().put("handler", "backblaze_b2"));
    String id = page.submit(form, input(key())).getJsonObject("result").getString("entry_id");
    await(b2.faults().add(FaultRule.error("b2_authorize_account", 401, "unauthorized")));
    page.http().post("/api/config/config_entries/entry/" + id + "/reload", new JsonObject());
  }

  @AfterEach
  void close() {
    page.close();
  }

  private JsonObject issue() {
    return Patience.until(() -> issues(REAUTH).findFirst().orElseThrow());
  }

  private Stream<JsonObject> issues(String kind) {
    return Fields.objects(page.call("repairs/list_issues").getJsonArray("issues"))
        .filter(each -> each.getString("issue_id").startsWith(kind));
  }

  private static JsonObject which(JsonObject issue) {
    return new JsonObject()
        .put("domain", issue.getString("domain"))
        .put("issue_id", issue.getString("issue_id"));
  }

  @Test
  void an_issue_has_every_field_that_the_list_reads() {
    Fields.check(
        issue(),
        """
        domain                    "homeassistant"
        issue_domain              string or null
        issue_id                  string
        is_fixable                boolean
        severity                  "error"
        ignored                   false
        created                   timestamp
        breaks_in_ha_version      string or null
        dismissed_version         string or null
        learn_more_url            string or null
        translation_key           string
        translation_placeholders  object or null
        """);
  }

  @Test
  void its_texts_are_among_the_translations_of_its_domain() {
    JsonObject issue = issue();
    String domain = issue.getString("domain");

    JsonObject texts =
        page.call(
                "frontend/get_translations",
                new JsonObject()
                    .put("language", "en")
                    .put("category", "issues")
                    .put("integration", array(domain)))
            .getJsonObject("resources");

    String key = "component.%s.issues.%s.".formatted(domain, issue.getString("translation_key"));
    assertThat(texts.getString(key + "title")).as(texts.encode()).isNotBlank();
  }

  @Test
  void the_issue_leads_to_the_flow_that_mends_it() {
    JsonObject data = page.call("repairs/get_issue_data", which(issue()));

    Fields.check(data, "issue_data.flow_id string");
    HttpApiClient.Answer flow =
        page.http()
            .get(
                "/api/config/config_entries/flow/"
                    + data.getJsonObject("issue_data").getString("flow_id"));
    assertThat(flow.json().getString("step_id")).isEqualTo("reauth_confirm");
  }

  @Test
  void an_issue_that_is_ignored_says_so_and_everybody_hears_of_it() {
    JsonObject issue = issue();

    page.order("repairs/ignore_issue", which(issue).put("ignore", true));

    assertThat(issue().getBoolean("ignored")).isTrue();
    JsonObject heard = page.socket().nextEvent(changes);
    while (!"update".equals(heard.getJsonObject("data").getString("action"))) {
      heard = page.socket().nextEvent(changes);
    }
    Fields.check(
        heard.getJsonObject("data"),
        """
        action    "update"
        domain    "homeassistant"
        issue_id  "%s"
        """
            .formatted(issue.getString("issue_id")));
  }

  @Test
  void an_issue_that_can_be_fixed_is_gone_when_its_form_was_confirmed() {
    JsonObject issue = issues(DAMAGE).findFirst().orElseThrow();

    HttpApiClient.Answer first =
        page.http()
            .post(
                FIX,
                new JsonObject()
                    .put("handler", issue.getString("domain"))
                    .put("issue_id", issue.getString("issue_id")));
    JsonObject end =
        page.http().post(FIX + "/" + first.json().getString("flow_id"), new JsonObject()).json();

    Fields.check(issue, "is_fixable true\nseverity \"critical\"");
    Fields.check(
        first.json(),
        """
        type         "form"
        flow_id      string
        handler      "homeassistant"
        step_id      "confirm"
        data_schema  []
        """);
    Fields.check(end, "type \"create_entry\"\nflow_id string\nhandler \"homeassistant\"");
    assertThat(issues(DAMAGE)).isEmpty();
  }

  @Test
  void the_dialog_of_an_issue_has_its_texts() {
    JsonObject issue = issues(DAMAGE).findFirst().orElseThrow();
    JsonObject texts =
        page.call(
                "frontend/get_translations",
                json("{'language':'en','category':'issues','integration':['homeassistant']}"))
            .getJsonObject("resources");
    String key = "component.homeassistant.issues." + issue.getString("translation_key") + ".";

    for (String text :
        new String[] {
          "title", "fix_flow.step.confirm.title", "fix_flow.step.confirm.description"
        }) {
      assertThat(texts.getString(key + text)).as(text).isNotBlank();
    }
  }

  @Test
  void what_cannot_be_fixed_by_a_dialog_is_refused_with_a_message() {
    HttpApiClient.Answer answer =
        page.http()
            .post(FIX, new JsonObject().put("handler", "homeassistant").put("issue_id", "none"));

    assertThat(answer.status()).isIn(400, 404);
    Fields.check(answer.json(), "message string");
  }
}
