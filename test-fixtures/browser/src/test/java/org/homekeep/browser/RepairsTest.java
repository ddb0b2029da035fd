package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.homekeep.browser.IntegrationsTest.button;
import static org.homekeep.browser.IntegrationsTest.heading;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class RepairsTest {
  private static final Map<String, String> NAMED = Map.of("name", "NAS");

  @TempDir private Path directory;
  private final Exhibit exhibit = new Exhibit();

  private static Locator start(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private void report(Issue issue) {
    exhibit.hub().issues().report(issue);
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void issues_are_shown_worst_first_mended_and_ignored(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      Exhibits.add(home);
      Page page = visit.open("/repairs");
      assertThat(page.getByText("Nothing needs your attention.")).isVisible();
      visit.look("repairs-none");

      report(Issue.of("old", Severity.WARNING, "old_version", NAMED));
      report(new Issue("cap", Severity.ERROR, true, false, "cap_reached", NAMED, Optional.empty()));
      report(
          new Issue(
              "disk",
              Severity.CRITICAL,
              false,
              false,
              "disk_full",
              NAMED,
              Optional.of("homeassistant://config/backup")));
      home.makeBackupsAutomatic(Home.LOCAL);
      assertThat(page.locator("article h2").nth(3)).isVisible();
      assertThat(page.locator("article h2").first()).hasText("The disk of NAS is full");
      assertThat(page.locator("article h2").nth(1)).hasText("The cap of NAS is reached");
      visit.look("repairs");

      start(page, "Mend The cap of NAS is reached").click();
      assertThat(heading(page, "Another cap")).isVisible();
      assertThat(page.getByText("NAS takes no more today.")).isVisible();
      page.getByRole(AriaRole.SPINBUTTON).fill("11");
      button(page, "Submit").click();
      assertThat(page.getByText("Give at most 10.")).isVisible();
      page.getByRole(AriaRole.SPINBUTTON).fill("5");
      visit.look("repairs-fix");
      button(page, "Submit").click();
      assertThat(page.getByText("That is mended.")).isVisible();
      assertThat(page.getByText("The cap of NAS is reached")).isHidden();

      start(page, "Ignore NAS is out of date").click();
      page.getByText("1 ignored").click();
      visit.look("repairs-ignored");
      start(page, "Show again NAS is out of date").click();
      assertThat(start(page, "Ignore NAS is out of date")).isVisible();

      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go there The disk of NAS"))
          .click();
      assertThat(heading(page, "Backups").first()).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void issues_speak_german(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
      Exhibits.add(home);
      report(Issue.of("old", Severity.WARNING, "old_version", NAMED));
      home.makeBackupsAutomatic(Home.LOCAL);

      Page page = visit.open("/repairs");

      assertThat(heading(page, "NAS ist veraltet")).isVisible();
      visit.look("repairs-german");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void new_credentials_are_entered_from_the_issue(Device device, Browser browser) {
    try (Home home = Home.in(directory, exhibit);
        Visit visit = home.owner(browser, device)) {
      JsonObject entry = Exhibits.add(home);
      exhibit.hub().startReauth(entry.getString("entry_id"));
      Page page = visit.open("/repairs");
      start(page, "Enter new credentials").click();
      assertThat(heading(page, "A new key for Exhibit")).isVisible();
      page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Key")).fill("new");
      button(page, "Submit").click();

      assertThat(page.getByText("The new key works.")).isVisible();
      assertThat(page.getByText("Nothing needs your attention.")).isVisible();
    }
  }
}
