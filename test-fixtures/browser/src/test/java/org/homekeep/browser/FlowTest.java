package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.browser.IntegrationsTest.button;
import static org.homekeep.browser.IntegrationsTest.heading;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class FlowTest {
  private static final String FLOWS = "/api/config/config_entries/flow";

  private static final String HOSTILE =
      "it** [here](javascript:alert(1)) <img src=x onerror=alert(1)>"
          + " [https://bank.example](https://elsewhere.example/) **";

  @TempDir private Path directory;
  private final Exhibit exhibit = new Exhibit();

  private static Page begin(Visit visit, String choice) {
    Page page = visit.open("/integrations/exhibit");
    button(page, "Set up").click();
    assertThat(heading(page, "How do you want to add it?")).isVisible();
    if (choice.equals("Fill in a form")) {
      visit.look("flow-menu");
    }
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(choice)).click();
    return page;
  }

  private static Locator field(Page page, String label) {
    return page.getByRole(AriaRole.DIALOG).getByLabel(label, exactly());
  }

  private static Locator.GetByLabelOptions exactly() {
    return new Locator.GetByLabelOptions().setExact(true);
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void every_kind_of_field_is_filled_in_and_arrives(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      Page page = begin(visit, "Fill in a form");
      assertThat(heading(page, "Every kind of field")).isVisible();
      visit.look("flow-fields");
      button(page, "Submit").click();
      assertThat(page.getByText("Fill this in.").first()).isVisible();
      assertThat(page.getByText("Choose one.")).isVisible();
      assertThat(page.getByLabel("Host")).isFocused();

      page.getByLabel("Host").fill("nowhere");
      page.getByLabel("Address of the page").fill("nas");
      page.getByRole(AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName("Port")).fill("0");
      page.getByLabel("More settings").fill("[]");
      page.getByLabel("Green").check();
      button(page, "Submit").click();
      assertThat(page.getByText("Give at least 1.")).isVisible();
      visit.look("flow-mistakes");

      page.getByLabel("Address of the page").fill("https://nas.test/backups");
      page.getByLabel("E-mail address").fill("ada@example.org");
      page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Key")).fill("s-3-c");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show Key")).click();
      page.getByLabel("Note").fill("one\ntwo");
      page.getByLabel("Tags").fill("attic\ncellar\n");
      page.getByRole(AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName("Port")).fill("443");
      page.getByLabel("Limit").fill("2.5");
      page.getByLabel("Use an encrypted line").uncheck();
      page.getByLabel("Monday").check();
      page.getByLabel("Wednesday").check();
      page.getByLabel("Region").selectOption("us");
      page.getByLabel("Model").fill("C3");
      page.getByLabel("Hours").fill("1");
      page.getByLabel("Since").fill("2026-01-31");
      field(page, "At").fill("22:15");
      page.getByLabel("Moment").fill("2026-02-01T08:30");
      page.getByLabel("More settings").fill("{\"depth\": 3}");
      button(page, "Submit").click();
      assertThat(page.getByText("the exhibit does not answer.")).isVisible();
      assertThat(page.getByText("There is no such host.")).isVisible();
      assertThat(page.getByText("There is no such path.")).isVisible();
      assertThat(page.getByLabel("Note")).hasValue("one\ntwo");
      visit.look("flow-refused");

      page.getByLabel("Host").fill("nas.local");
      page.getByLabel("Path").fill("/volume1");
      button(page, "Submit").click();
      assertThat(heading(page, "It was found")).isVisible();
      visit.look("flow-confirm");
      button(page, "Yes, add it").click();
      assertThat(heading(page, "Exhibit is set up")).isVisible();
      button(page, "Done").click();
      assertThat(heading(page, "Exhibit").last()).isVisible();

      Values typed = exhibit.typed.orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(typed.text("host")).isEqualTo("nas.local");
      assertThat(typed.secret("key").reveal()).isEqualTo("s-3-c");
      assertThat(typed.texts("tags")).containsExactly("attic", "cellar");
      assertThat(typed.number("port")).isEqualByComparingTo("443");
      assertThat(typed.number("limit")).isEqualByComparingTo("2.5");
      assertThat(typed.flag("secure")).isFalse();
      assertThat(typed.text("colour")).isEqualTo("green");
      assertThat(typed.texts("weekday")).containsExactly("mon", "wed");
      assertThat(typed.text("region")).isEqualTo("us");
      assertThat(typed.text("model")).isEqualTo("C3");
      assertThat(typed.interval("wait")).isEqualTo(Duration.ofMinutes(65));
      assertThat(typed.text("since")).isEqualTo("2026-01-31");
      assertThat(typed.text("at")).isEqualTo("22:15:00");
      assertThat(typed.text("moment")).isEqualTo("2026-02-01 08:30:00");
      assertThat(typed.section("rare").text("path")).isEqualTo("/volume1");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_takes_a_while_shows_how_far_it_is_and_goes_on_by_itself(
      Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, Visit.Manner.with(device).dark())) {
      Page page = begin(visit, "Look for it");
      assertThat(heading(page, "Looking for it")).isVisible();
      exhibit.looking().report(0.25);
      assertThat(page.getByText("25%")).isVisible();
      visit.look("flow-progress");

      exhibit.search.complete("found");

      assertThat(heading(page, "It was found")).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void what_others_call_themselves_is_neither_markup_nor_the_end_of_the_page(
      Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      visit.page().route("**" + FLOWS + "/*", route -> called(route, HOSTILE));
      Page page = begin(visit, "Look for it");
      Locator dialog = page.getByRole(AriaRole.DIALOG);
      assertThat(heading(page, "Looking for it")).isVisible();
      assertThat(dialog).containsText("<img src=x onerror=alert(1)>");
      assertThat(dialog.locator("img")).hasCount(0);
      assertThat(dialog.getByRole(AriaRole.LINK)).hasCount(1);
      assertThat(dialog.getByRole(AriaRole.LINK))
          .hasAttribute("href", "https://elsewhere.example/");
      visit.look("flow-hostile");

      visit.page().unroute("**" + FLOWS + "/*");
      visit.page().route("**" + FLOWS + "/*", route -> called(route, "**[`> \\".repeat(50_000)));
      exhibit.search.complete("found");

      assertThat(heading(page, "It was found")).isVisible();
      button(page, "Yes, add it").click();
      assertThat(heading(page, "Exhibit is set up")).isVisible();
    }
  }

  /** Lets a step of a flow be about somebody of this name. */
  private static void called(Route route, String name) {
    APIResponse answer = route.fetch();
    JsonObject step = new JsonObject(answer.text());
    if (step.getJsonObject("description_placeholders") != null) {
      step.getJsonObject("description_placeholders").put("name", name);
    }
    route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(step.encode()));
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_page_of_the_service_is_opened_and_the_dialog_goes_on(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      Page page = begin(visit, "Log in at the service");
      assertThat(heading(page, "Log in")).isVisible();
      visit.look("flow-external");

      page.waitForPopup(
          () ->
              page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the page"))
                  .click());

      assertThat(heading(page, "It was found")).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void an_end_without_a_result_says_why(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      Page page = begin(visit, "None of these");

      assertThat(page.getByText("Then there is nothing to add.")).isVisible();
      visit.look("flow-abort");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_flow_that_is_over_is_told_and_one_that_is_left_ends(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device).expecting("404")) {
      Page page = visit.open("/integrations/exhibit");
      JsonArray ended = new JsonArray();
      page.onResponse(
          answer -> {
            if (answer.request().method().equals("DELETE")) {
              ended.add(answer.status());
            } else if (answer.url().endsWith(FLOWS)) {
              String flow = new JsonObject(answer.text()).getString("flow_id");
              ended.add(flow);
            }
          });
      button(page, "Set up").click();
      assertThat(heading(page, "How do you want to add it?")).isVisible();
      home.http().delete(FLOWS + "/" + ended.getString(0));
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Fill in a form"))
          .click();
      assertThat(page.getByText("This dialog is over")).isVisible();
      visit.look("flow-over");

      button(page, "Begin again").click();
      assertThat(heading(page, "How do you want to add it?")).isVisible();
      assertThat(page.getByText("This dialog is over")).isHidden();
      page.waitForResponse(
          answer -> answer.request().method().equals("DELETE"),
          () -> button(page, "Cancel").click());
      assertThat(ended.getInteger(ended.size() - 1)).isEqualTo(200);
    }
  }
}
