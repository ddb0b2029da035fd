package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class BackupOverviewTest {
  private static final String OVERVIEW = "/backups";

  private static final double PATIENCE_MS = 30_000;
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);

  /** The smallest that the emulator takes: B2 tells of each part that it has. */
  private static final Map<String, String> SMALL_PARTS =
      Map.of("backblaze_b2.part_size", "5000000");

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void who_has_set_up_nothing_is_led_to_the_wizard(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open(OVERVIEW);

      assertThat(heading(page, "Nothing is backed up yet")).isVisible();
      assertThat(link(page, "Set up automatic backups")).hasAttribute("href", "/backups/setup");
      visit.look("backups-nothing");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_glance_tells_that_all_is_well(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      home.backUp();
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);
        assertThat(page.getByText("Is the key kept?")).isVisible();
        visit.look("backups-key-not-kept");
        home.keepTheKey();

        assertThat(page.getByText("Your backups are as they should be.")).isVisible();
        assertThat(page.getByText("Is the key kept?")).hasCount(0);
        assertThat(heading(page, "Backed up just now")).isVisible();
        assertThat(page.getByText("All copies are encrypted.")).isVisible();
        assertThat(page.getByText("No single accident takes them all.")).isVisible();
        assertThat(page.getByText("Last arrived whole")).hasCount(2);
        assertThat(page.getByText("are free on this disk").first()).isVisible();
        visit.look("backups-good");
      }
      try (Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
        Page page = visit.open(OVERVIEW);

        assertThat(heading(page, "Zuletzt gesichert: gerade eben")).isVisible();
        visit.look("backups-good-de-dark");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_can_be_followed_until_it_is_everywhere(Device device, Browser browser) {
    try (Home home = Home.in(directory, SMALL_PARTS)) {
      home.write("www/film.bin", HomeFiles.noise(40_000_000));
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      TestHub.await(home.b2.limitLine(1_000_000, 0));
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);
        assertThat(heading(page, "No automatic backup yet")).isVisible();
        visit.look("backups-none-yet");

        By.button(page, "Back up now").click();

        assertThat(heading(page, "A backup is being made")).isVisible();
        assertThat(page.getByText("Sending the copies").first()).isVisible();
        Locator uploads = page.locator(".uploads");
        assertThat(uploads).containsText("/s", PATIENTLY);
        assertThat(uploads).containsText("left");
        visit.look("backups-making");

        TestHub.await(home.b2.limitLine(0, 0));
        assertThat(page.getByText("The backup is complete."))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
        assertThat(heading(page, "Backed up")).isVisible();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_that_is_being_made_can_be_stopped(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.write("www/film.bin", HomeFiles.noise(3_000_000));
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(bucket);
      TestHub.await(home.b2.limitLine(20_000, 0));
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);
        By.button(page, "Back up now").click();
        assertThat(page.locator(".uploads")).isVisible();
        By.button(page, "Stop").click();
        visit.look("backups-stop");

        By.button(page, "Stop the backup").click();

        assertThat(heading(page, "The last backup was stopped")).isVisible();
        visit.look("backups-stopped");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_by_hand_goes_where_it_is_wanted(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);
        By.button(page, "By hand …").click();
        page.getByLabel("Name").fill("Before the update");
        page.getByRole(AriaRole.DIALOG).getByLabel(Home.BUCKET).uncheck();
        visit.look("backups-by-hand");

        page.getByRole(AriaRole.DIALOG)
            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Back up now"))
            .click();

        Locator row = page.locator(".backup-row").first();
        assertThat(row).containsText("Before the update");
        assertThat(row).containsText("This system");
        assertThat(row).not().containsText(Home.BUCKET);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_location_that_cannot_be_reached_is_told_and_its_copy_waits(
      Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      TestHub.await(home.b2.deleteBucket(Home.BUCKET));
      home.backUp();
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);

        assertThat(heading(page, "but not everywhere")).isVisible();
        assertThat(heading(page, "On their way")).isVisible();
        visit.look("backups-waiting");

        page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel: " + Home.BUCKET))
            .click();
        visit.look("backups-do-not-send");
        By.button(page, "Do not send it").click();

        assertThat(heading(page, "On their way")).hasCount(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_backup_is_overdue_when_its_time_has_passed_and_it_had_one(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp();
      home.keepTheKey();
      // The one that is missed first would have come soon after the last: the page allows for that.
      ZoneId zone = ZoneId.of(home.ask("get_config", new JsonObject()).getString("time_zone"));
      LocalTime soon = LocalTime.now(zone).plusHours(1).truncatedTo(ChronoUnit.MINUTES);
      schedule(home, new JsonObject().put("recurrence", "daily").put("time", soon + ":00"));
      try (Visit visit = home.owner(browser, device)) {
        visit.page().clock().setFixedTime(Date.from(Instant.now().plus(Duration.ofDays(3))));
        Page page = visit.open(OVERVIEW);
        assertThat(heading(page, "A backup is overdue")).isVisible();
        visit.look("backups-overdue");

        schedule(home, new JsonObject().put("recurrence", "never"));
        page.reload();

        assertThat(heading(page, "Backed up")).isVisible();
      }
    }
  }

  private static void schedule(Home home, JsonObject schedule) {
    home.ask("backup/config/update", new JsonObject().put("schedule", schedule));
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_that_could_not_be_made_says_why_and_what_to_do(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp();
      HomeFiles.empty(home.data);
      home.backUp();
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);

        assertThat(heading(page, "The last backup failed")).isVisible();
        assertThat(page.getByText("Mount the disk").first()).isVisible();
        visit.look("backups-failed");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void without_automatic_backups_one_can_be_made_by_hand(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.backUp("First of all", Optional.empty(), Home.LOCAL);
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);

        assertThat(heading(page, "Backups are not automatic")).isVisible();
        visit.look("backups-by-hand-alone");
      }
    }
  }

  @Test
  void a_dialog_stays_in_front_of_no_other_place(Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Device.DESKTOP)) {
      Page page = visit.open("/repairs");
      By.link(page, "Backups").click();
      By.button(page, "Back up now").click();
      assertThat(By.dialog(page)).isVisible();
      page.evaluate("window.stays = true");

      page.goBack();
      assertThat(By.dialog(page)).hasCount(0);
      assertThat(By.title(page)).hasText("Backups");
      page.goBack();
      assertThat(By.title(page)).hasText("Repairs");

      By.link(page, "Backups").click();
      By.button(page, "Back up now").click();
      link(page, "Set up backups and make a key").click();
      assertThat(By.title(page)).hasText("Set up backups");
      assertThat(By.dialog(page)).hasCount(0);
      assertThat(page.evaluate("window.stays")).isEqualTo(true);
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_history_says_how_each_backup_went(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      home.backUp();
      TestHub.await(home.b2.deleteBucket(Home.BUCKET));
      home.backUp("Before the update", Optional.empty(), Home.LOCAL, bucket);
      HomeFiles.empty(home.data);
      home.backUp();
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(OVERVIEW);
        link(page, "History").click();

        assertThat(heading(page, "History")).isVisible();
        Locator runs = page.locator(".runs > li");
        assertThat(runs).hasCount(3);
        assertThat(runs.nth(0)).containsText("There was no data to back up.");
        assertThat(runs.nth(0).getByText("See the log")).hasAttribute("href", "/system/log");
        assertThat(runs.nth(1)).containsText("Before the update");
        assertThat(runs.nth(1)).containsText("not everywhere");
        assertThat(runs.nth(1)).containsText(Home.BUCKET + " did not have it when it ended");
        assertThat(runs.nth(2)).containsText("took");
        assertThat(runs.nth(2)).containsText("complete");
        visit.look("backups-history");

        runs.nth(1).getByText("Before the update").click();
        assertThat(heading(page, "Before the update")).isVisible();
      }
      try (Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
        Page page = visit.open("/backups/history");
        assertThat(page.getByText("Es gab keine Daten zu sichern.")).isVisible();
        visit.look("backups-history-de-dark");
      }
    }
  }

  private static Locator heading(Page page, String text) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
  }

  private static Locator link(Page page, String text) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(text));
  }
}
