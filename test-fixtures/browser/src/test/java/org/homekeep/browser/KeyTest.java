package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class KeyTest {
  private static final String OLD = "ZZZZ-1111-YYYY-2222-XXXX-3333-WWWW";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_key_is_shown_on_demand_saved_printed_and_confirmed(Device device, Browser browser)
      throws IOException {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp();
      Page page = visit.open("/backups/key");
      assertThat(page.getByText("1 backup", new Page.GetByTextOptions().setExact(true)))
          .isVisible();
      assertThat(page.getByText(Home.KEY)).hasCount(0);
      visit.look("key");

      Download kit = page.waitForDownload(() -> click(page, "Download emergency kit"));
      assertThat(Files.readString(kit.path())).contains(Home.KEY);
      assertThat(kit.url()).doesNotContain(Home.KEY);
      Page printed = page.waitForPopup(() -> click(page, "Print it"));
      assertThat(printed.getByText(Home.KEY)).isVisible();
      printed.close();
      click(page, "Show the key");
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText(Home.KEY);
      page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})");
      click(page, "Copy");
      assertThat(page.getByText("The key is copied.")).isVisible();
      visit.look("key-shown");
      page.keyboard().press("Escape");

      click(page, "Confirm that it is kept");
      visit.look("key-confirm");
      click(page, "I have kept it");
      page.getByLabel("Type the last four characters of the key").fill("mnop");
      visit.look("key-confirm-type");
      click(page, "Confirm");
      assertThat(page.getByRole(AriaRole.HEADING, heading("The key is kept"))).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_key_is_changed_only_when_the_new_one_is_kept(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).dark())) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp();
      home.addBackblaze();
      TestHub.await(home.b2.deleteBucket(Home.BUCKET));
      Page page = visit.open("/backups/key");
      assertThat(page.getByText(Home.BUCKET + ": Failed during list")).isVisible();
      visit.look("key-silent");
      click(page, "Change the key");
      assertThat(page.getByText("First, keep the old key")).isVisible();
      visit.look("key-change-old");
      click(page, "Make a new key");
      Locator dialog = page.getByRole(AriaRole.DIALOG);
      String key = dialog.locator("code.key").textContent();
      visit.look("key-change-new");
      click(page, "I have kept it");
      page.getByLabel("Type the last four characters of the key").fill(key.substring(30));
      click(page, "Confirm");
      assertThat(dialog).containsText("Use the new key?");
      visit.look("key-change-use");
      assertThat(inForce(home)).isEqualTo(Home.KEY);

      click(page, "Use the new key");
      assertThat(dialog).isHidden();
      assertThat(page.getByText("replaced just now")).isVisible();
      assertThat(inForce(home)).isEqualTo(key);
      visit.look("key-changed");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_key_from_an_old_kit_is_added_and_forgotten_again(Device device, Browser browser)
      throws IOException {
    Path kit = Files.writeString(directory.resolve("kit.txt"), "Encryption key:\n" + OLD + "\n");
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de"))) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp("By hand", Optional.of(OLD), Home.LOCAL);
      Page page = visit.open("/backups/key");
      Locator rows = page.locator(".rows > li");
      assertThat(rows).containsText("1 Backup");
      rows.getByRole(AriaRole.BUTTON).click();
      visit.look("key-menu-de");
      page.keyboard().press("End");
      page.keyboard().press("Enter");
      Locator dialog = page.getByRole(AriaRole.DIALOG);
      dialog.getByRole(AriaRole.BUTTON).last().click();
      assertThat(dialog.getByRole(AriaRole.ALERT)).isVisible();
      visit.look("key-forget-de");
      dialog.getByText("Trotzdem vergessen").click();
      assertThat(dialog).isHidden();
      assertThat(rows).hasCount(0);

      click(page, "Schlüssel hinzufügen");
      page.getByLabel("Oder wähle die Datei des Notfall-Kits").setInputFiles(kit);
      assertThat(dialog.locator("input[name=key]")).hasValue(OLD);
      visit.look("key-add-de");
      dialog.getByText("Hinzufügen", new Locator.GetByTextOptions().setExact(true)).click();
      assertThat(rows).containsText("hinzugefügt gerade eben");
      visit.look("key-de");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void without_a_key_the_page_leads_to_the_wizard(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/backups/key");
      visit.look("key-none");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Set up backups")).click();
      assertThat(page.getByRole(AriaRole.HEADING, heading("Set up backups"))).isVisible();
    }
  }

  private static String inForce(Home home) {
    return home.ask("backup/config/info", new JsonObject())
        .getJsonObject("config")
        .getJsonObject("create_backup")
        .getString("password");
  }

  private static Page.GetByRoleOptions heading(String text) {
    return new Page.GetByRoleOptions().setName(text);
  }

  private static void click(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }
}
