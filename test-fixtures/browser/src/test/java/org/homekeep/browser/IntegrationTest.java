package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.homekeep.browser.IntegrationsTest.button;
import static org.homekeep.browser.IntegrationsTest.heading;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class IntegrationTest {
  @TempDir private Path directory;
  private final Exhibit exhibit = new Exhibit();

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_needs_attention_and_what_was_found_come_first(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      JsonObject entry = Exhibits.add(home);
      home.addBackblaze();
      exhibit
          .hub()
          .discovered(new Discovery(Optional.of("two"), "NAS in the attic", Values.empty()));
      exhibit.onSetUp =
          any ->
              Future.failedFuture(
                  new ConfigEntryNotReady("It is away.", "away", Map.of("name", "The NAS")));
      Page page = visit.open("/integrations");
      home.http()
          .post(
              "/api/config/config_entries/entry/" + entry.getString("entry_id") + "/reload",
              new JsonObject());

      assertThat(page.getByText("The NAS does not answer. It may be switched off.")).isVisible();
      assertThat(page.getByText("NAS in the attic").first()).isVisible();
      exhibit.hub().startReauth(entry.getString("entry_id"));
      assertThat(button(page, "Enter new credentials")).isVisible();
      visit.look("integrations-attention");

      button(page, "Ignore NAS in the attic").click();
      page.getByText("1 ignored").click();
      visit.look("integrations-ignored");
      button(page, "Offer again NAS in the attic").click();
      assertThat(page.getByText("1 ignored")).isHidden();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void parts_of_an_entry_are_added_changed_and_deleted(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      Exhibits.add(home);
      Page page = visit.open("/integrations/exhibit");
      button(page, "Add a folder").click();
      page.getByLabel("Path").fill("/media");
      button(page, "Submit").click();
      assertThat(page.getByRole(AriaRole.BUTTON, named("Change /media"))).isVisible();
      visit.look("integration-parts");

      page.getByRole(AriaRole.BUTTON, named("Change /media")).click();
      assertThat(page.getByLabel("Path")).hasValue("/media");
      page.getByLabel("Path").fill("/share");
      button(page, "Submit").click();
      assertThat(page.getByText("The folder is changed.")).isVisible();

      page.getByRole(AriaRole.BUTTON, named("Delete /share")).click();
      assertThat(heading(page, "Delete /share?")).isVisible();
      page.getByRole(AriaRole.DIALOG)
          .getByRole(
              AriaRole.BUTTON,
              new com.microsoft.playwright.Locator.GetByRoleOptions()
                  .setName("Delete")
                  .setExact(true))
          .click();
      assertThat(page.getByText("/share is deleted.")).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void more_is_logged_when_it_is_wanted(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      Exhibits.add(home);
      Page page = visit.open("/integrations/exhibit");
      button(page, "Log more").click();
      assertThat(page.getByText("Everything is logged, until")).isVisible();
      button(page, "Log the usual").click();
      assertThat(page.getByText("The usual is logged.", new Page.GetByTextOptions().setExact(true)))
          .isVisible();
      visit.accessible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void an_integration_that_there_is_not_is_told(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/integrations/nobody");

      assertThat(heading(page, "No such integration")).isVisible();
      visit.accessible();
    }
  }
}
