package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class IntegrationsTest {
  @TempDir private Path directory;

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator heading(Page page, String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  private static void typeKey(Page page, Home home, String key) {
    page.getByLabel("Key ID").fill(home.b2.keyId());
    page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Application key"))
        .fill(key);
    page.getByLabel("Bucket name").fill(Home.BUCKET);
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_location_is_added_by_searching_and_used_for_automatic_backups(
      Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      Page page = visit.open("/integrations");
      assertThat(page.getByText("Nothing is set up yet.")).isVisible();
      visit.look("integrations-none");

      button(page, "Add integration").click();
      page.getByLabel("Search").fill("black");
      assertThat(page.getByText("No integration has this name.")).isVisible();
      page.getByLabel("Search").fill("back");
      visit.look("integrations-search");
      button(page, "Backblaze B2").click();
      assertThat(heading(page, "Add Backblaze B2 backup")).isVisible();
      visit.look("flow-form");

      typeKey(page, home, "wrong");
      button(page, "Submit").click();
      assertThat(page.getByRole(AriaRole.DIALOG))
          .containsText("The key ID or the application key is wrong");
      visit.look("flow-wrong");
      assertThat(page.getByLabel("Bucket name")).hasValue(Home.BUCKET);

      typeKey(page, home, home.b2.applicationKey());
      button(page, "Submit").click();
      assertThat(page.getByText("Backups can go there now.")).isVisible();
      visit.look("flow-added");
      button(page, "Use it for automatic backups").click();
      assertThat(page.getByText("Automatic backups go there, too.")).isVisible();
      button(page, "Done").click();

      assertThat(page.getByText("Works", new Page.GetByTextOptions().setExact(true))).isVisible();
      visit.look("integrations");
      JsonObject backups =
          home.ask("backup/config/info", new JsonObject())
              .getJsonObject("config")
              .getJsonObject("create_backup");
      assertThat(backups.getJsonArray("agent_ids")).hasSize(2).contains(Home.LOCAL);
      assertThat(backups.getString("password")).isEqualTo(Home.KEY);
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_is_set_up_is_told_in_german_and_in_the_dark(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
      home.addBackblaze();
      Page page = visit.open("/integrations");
      assertThat(page.getByText("Funktioniert")).isVisible();
      visit.look("integrations-german");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void an_entry_is_renamed_configured_turned_off_and_deleted(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      String location = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, location);
      Page page = visit.open("/integrations");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Backblaze B2"))
          .last()
          .click();
      assertThat(heading(page, Home.BUCKET)).isVisible();
      assertThat(page.getByText("Automatic backups go there.")).isVisible();
      visit.look("integration");

      menu(page, Home.BUCKET, "Rename");
      page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Name")).fill("Cellar");
      visit.look("integration-rename");
      button(page, "Save").click();
      assertThat(heading(page, "Cellar")).isVisible();

      button(page, "Configure").click();
      assertThat(heading(page, "Uploads to Backblaze B2")).isVisible();
      visit.look("integration-options");
      page.getByLabel("Limit for uploads").fill("0.01");
      button(page, "Submit").click();
      assertThat(page.getByText("With less than 0.1 Mbit/s")).isVisible();
      visit.look("integration-options-wrong");
      page.getByLabel("Limit for uploads").fill("5");
      button(page, "Submit").click();
      assertThat(page.getByText("The change is saved.")).isVisible();

      button(page, "Change access").click();
      assertThat(page.getByLabel("Bucket name")).hasValue(Home.BUCKET);
      visit.look("integration-reconfigure");
      button(page, "Cancel").click();

      menu(page, "Cellar", "Turn off");
      visit.look("integration-turn-off");
      page.getByRole(AriaRole.DIALOG)
          .getByRole(
              AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Turn off").setExact(true))
          .click();
      assertThat(page.getByText("Turned off", new Page.GetByTextOptions().setExact(true)))
          .isVisible();
      visit.look("integration-off");
      button(page, "Turn on").click();
      assertThat(page.getByText("Works", new Page.GetByTextOptions().setExact(true))).isVisible();

      page.waitForDownload(() -> menu(page, "Cellar", "Download diagnostics"));

      menu(page, "Cellar", "Delete");
      assertThat(page.getByText("the backups there stay")).isVisible();
      visit.look("integration-delete");
      button(page, "Delete").click();
      assertThat(page.getByText("Backblaze B2 is not set up yet.")).isVisible();
      // It closes when everything is saved.
      assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
      visit.look("integration-empty");
      assertThat(
              home.ask("backup/config/info", new JsonObject())
                  .getJsonObject("config")
                  .getJsonObject("create_backup")
                  .getJsonArray("agent_ids"))
          .containsExactly(Home.LOCAL);
    }
  }

  private static void menu(Page page, String entry, String action) {
    button(page, "Actions for " + entry).click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(action)).click();
  }
}
