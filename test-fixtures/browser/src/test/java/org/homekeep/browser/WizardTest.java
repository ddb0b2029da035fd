package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class WizardTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_is_recommended_takes_two_clicks_and_a_key_that_is_kept(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/backups/setup");
      assertThat(heading(page, "Set up backups")).isVisible();
      assertThat(page.getByText("What we recommend")).isVisible();
      visit.look("wizard-welcome");
      click(page, "Use what is recommended");

      assertThat(heading(page, "Your encryption key")).isVisible();
      String key = page.locator("code.key").textContent();
      visit.look("wizard-key");
      assertThat(create(home).getString("password")).isNull();
      click(page, "I have kept it");
      Locator field = page.getByLabel("Type the last four characters of the key");
      assertThat(page.getByText(key)).isHidden();
      field.fill("nope");
      click(page, "Confirm");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("not the last characters");
      visit.look("wizard-key-wrong");
      field.fill(key.substring(key.length() - 4));
      click(page, "Confirm");

      assertThat(heading(page, "Is this right?")).isVisible();
      visit.look("wizard-summary");
      assertThat(create(home).getString("password")).isNull();
      click(page, "Switch automatic backups on");

      assertThat(page).hasURL(Pattern.compile("/backups$"));
      JsonObject config = config(home);
      assertThat(config.getBoolean("automatic_backups_configured")).isTrue();
      assertThat(create(home).getString("password")).isEqualTo(key);
      assertThat(create(home).getJsonArray("agent_ids")).containsExactly(Home.LOCAL);
      assertThat(config.getJsonObject("schedule").getString("recurrence")).isEqualTo("daily");
      assertThat(
              home.ask("homekeep/backup/retention/info", new JsonObject())
                  .getJsonObject("generations"))
          .isEqualTo(
              new JsonObject()
                  .put("daily", 7)
                  .put("weekly", 4)
                  .put("monthly", 3)
                  .putNull("yearly"));
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void who_chooses_goes_through_time_contents_and_locations_and_back_without_loss(
      Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/backups/setup");
      click(page, "Choose for myself");
      keep(page);

      page.getByLabel("On chosen days").check();
      assertThat(page.getByText("Choose at least one day.")).isVisible();
      page.getByLabel("Monday").check();
      page.getByLabel("Thursday").check();
      page.getByLabel("At a fixed time").check();
      page.getByLabel("At a fixed time").last().fill("02:30");
      page.getByLabel("Up to a number or an age").check();
      page.getByLabel("Number of backups").fill("5");
      visit.look("wizard-schedule");
      click(page, "Next");

      assertThat(heading(page, "What is in it")).isVisible();
      assertThat(page.getByText("measuring …")).isHidden();
      page.getByText("Leave files out").click();
      visit.look("wizard-contents");
      page.getByLabel("Leave out www/floor plan.txt").click();
      assertThat(page.getByText("in 1 file")).isVisible();
      click(page, "Next");

      assertThat(heading(page, "Where copies go")).isVisible();
      visit.look("wizard-locations");
      String bucket = home.addBackblaze();
      assertThat(page.getByLabel(Home.BUCKET, exactly())).isChecked();
      assertThat(page.getByText("New", new Page.GetByTextOptions().setExact(true))).isVisible();
      page.getByLabel("Encrypted " + Home.BUCKET).uncheck();
      visit.look("wizard-locations-two");
      page.getByLabel("Encrypted " + Home.BUCKET).check();
      page.goBack();
      assertThat(heading(page, "What is in it")).isVisible();
      click(page, "Back");
      assertThat(page.getByLabel("Thursday")).isChecked();
      click(page, "Next");
      assertThat(heading(page, "What is in it")).isVisible();
      click(page, "Next");
      assertThat(heading(page, "Where copies go")).isVisible();
      page.reload();
      click(page, "Next");

      assertThat(page.getByText("On Monday and Thursday at 2:30 AM")).isVisible();
      visit.look("wizard-summary-two");
      page.getByLabel("Make the first backup now").uncheck();
      click(page, "Switch automatic backups on");
      assertThat(page).hasURL(Pattern.compile("/backups$"));
      assertThat(config(home).getJsonObject("schedule"))
          .isEqualTo(
              new JsonObject()
                  .put("recurrence", "custom_days")
                  .put("days", new JsonArray().add("mon").add("thu"))
                  .put("time", "02:30:00"));
      assertThat(config(home).getJsonObject("retention").getInteger("copies")).isEqualTo(5);
      assertThat(create(home).getJsonArray("agent_ids"))
          .containsExactlyInAnyOrder(Home.LOCAL, bucket);
      assertThat(create(home).getJsonArray("excludes")).containsExactly("/www/floor plan.txt");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_key_that_nobody_has_kept_is_asked_about_before_leaving(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
      Page page = visit.open("/backups/setup");
      assertThat(page.getByText("Was wir empfehlen")).isVisible();
      visit.look("wizard-welcome-de-dark");
      click(page, "Empfehlung übernehmen");
      String key = page.locator("code.key").textContent();
      visit.look("wizard-key-de-dark");
      page.getByRole(AriaRole.LINK, link("Integrationen")).click();
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Ohne den Schlüssel verlassen?");
      visit.look("wizard-leave-de-dark");
      click(page, "Hier bleiben");
      assertThat(page.locator("code.key")).hasText(key);

      page.goBack();
      assertThat(heading(page, "Backups einrichten")).isVisible();
      page.getByRole(AriaRole.LINK, link("Integrationen")).click();
      page.getByRole(AriaRole.DIALOG)
          .getByText("Verlassen", new Locator.GetByTextOptions().setExact(true))
          .click();
      assertThat(page).hasURL(Pattern.compile("/integrations$"));
      visit.open("/backups/setup");
      assertThat(page.locator("code.key")).hasText(key);
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_key_that_is_in_use_is_not_replaced(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      Page page = visit.open("/backups/setup");
      assertThat(page.getByText("Automatic backups are set up already.")).isVisible();
      click(page, "Use what is recommended");
      assertThat(page.locator("code.key")).hasText(Home.KEY);
      visit.look("wizard-key-there");
      click(page, "Confirm later");
      assertThat(heading(page, "Is this right?")).isVisible();
      click(page, "Switch automatic backups on");
      assertThat(page).hasURL(Pattern.compile("/backups$"));
      assertThat(create(home).getString("password")).isEqualTo(Home.KEY);
    }
  }

  private static void keep(Page page) {
    String key = page.locator("code.key").textContent();
    click(page, "I have kept it");
    page.getByLabel("Type the last four characters of the key")
        .fill(key.substring(key.length() - 4).toLowerCase(java.util.Locale.ROOT));
    click(page, "Confirm");
  }

  private static void click(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByRoleOptions link(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator heading(Page page, String text) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
  }

  private static JsonObject config(Home home) {
    return home.ask("backup/config/info", new JsonObject()).getJsonObject("config");
  }

  private static JsonObject create(Home home) {
    return config(home).getJsonObject("create_backup");
  }
}
