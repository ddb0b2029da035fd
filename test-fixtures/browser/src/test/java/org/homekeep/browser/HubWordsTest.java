package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hub says in English, where it is read in German. */
@ExtendWith(Chromium.class)
class HubWordsTest {
  private static final String OLD_KEY = "ZZZZ-1111-YYYY-2222-XXXX-3333-WWWW";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_the_hub_refuses_is_said_in_german(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de"))) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp("By hand", Optional.of(OLD_KEY), Home.LOCAL);
      Page page = visit.open("/backups/key");
      Locator rows = page.locator(".rows > li");
      assertThat(rows).containsText("1 Backup");
      rows.getByRole(AriaRole.BUTTON).click();
      page.keyboard().press("End");
      page.keyboard().press("Enter");
      By.dialog(page).getByRole(AriaRole.BUTTON).last().click();

      assertThat(By.alert(page)).containsText("Dieser Schlüssel öffnet 1 deiner Backups");
      visit.look("hub-words-refused-de");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_is_wrong_with_a_location_is_said_in_german_also_in_an_issue(
      Device device, Browser browser) throws IOException {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de"))) {
      home.backUp("Before", Optional.empty(), Home.LOCAL);
      Path backups = home.config.resolve("backups");
      Files.move(backups, directory.resolve("elsewhere"));
      Files.writeString(backups, "no directory");

      Page page = visit.open("/backups");
      assertThat(page.getByText("ist kein Verzeichnis: Etwas anderes hat seinen Namen.").first())
          .isVisible();
      visit.look("hub-words-location-de");

      home.backUp("After", Optional.empty(), Home.LOCAL);
      visit.open("/repairs");
      assertThat(page.getByText("lässt sich nicht anlegen")).containsText("ist im Weg. ");
      visit.look("hub-words-issue-de");
    }
  }
}
