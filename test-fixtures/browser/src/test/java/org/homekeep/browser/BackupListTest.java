package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class BackupListTest {
  private static final String LIST = "/backups/all";

  /** It sends 100 kB each second. */
  private static final String SLOW_LINE =
      """
      {"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40000}
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_is_found_by_words_kind_and_place(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      home.backUp();
      home.backUp("Before the update", Optional.of(Home.KEY), Home.LOCAL);
      String pinned = home.backUp("Holiday", Optional.empty(), bucket);
      home.ask("homekeep/backup/pin", new JsonObject().put("backup_id", pinned));
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(LIST);
        Locator rows = page.locator(".backup-row");
        assertThat(rows).hasCount(3);
        assertThat(page.getByText("4 copies")).isVisible();
        visit.look("list");

        page.getByLabel("Search").fill("update");
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("Before the update");
        page.getByLabel("Search").fill("no such thing");
        assertThat(page.getByText("No backup fits what you look for.")).isVisible();
        page.getByLabel("Search").fill("");
        page.getByLabel("Made").selectOption("by hand");
        assertThat(rows).hasCount(2);
        page.getByLabel("Location").selectOption(Home.BUCKET);
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("Holiday");
        page.getByLabel("Made").selectOption("In any way");
        page.getByLabel("Order").selectOption("By name");
        assertThat(rows.first()).containsText("Automatic backup");

        page.getByRole(AriaRole.BUTTON, named("Actions for Holiday")).click();
        visit.look("list-menu");
      }
      try (Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
        Page page = visit.open(LIST);
        assertThat(page.locator(".backup-row")).hasCount(3);
        visit.look("list-de-dark");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void several_backups_are_deleted_at_once_and_what_did_not_go_is_told(
      Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.backUp("One", Optional.empty(), Home.LOCAL);
      home.backUp("Two", Optional.empty(), Home.LOCAL, bucket);
      home.backUp("Three", Optional.empty(), Home.LOCAL);
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(LIST);
        page.getByRole(AriaRole.BUTTON, named("Select")).click();
        page.getByLabel("Select One").check();
        page.getByLabel("Select Two").check();
        assertThat(page.getByText("2 selected")).isVisible();
        visit.look("list-selected");
        page.getByRole(AriaRole.BUTTON, named("Delete")).click();
        visit.look("list-delete");
        // B2 fails between the question and the answer.
        TestHub.await(home.b2.deleteBucket(Home.BUCKET));

        page.getByRole(AriaRole.BUTTON, named("Delete 2 backups")).click();

        assertThat(page.getByText("These copies are still there:")).isVisible();
        assertThat(page.getByText("Still at " + Home.BUCKET)).isVisible();
        visit.look("list-not-deleted");
        page.getByRole(AriaRole.DIALOG)
            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
            .last()
            .click();
        assertThat(page.getByText("One", new Page.GetByTextOptions().setExact(true))).hasCount(0);
        assertThat(page.getByText("Three", new Page.GetByTextOptions().setExact(true))).isVisible();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_file_is_taken_in_and_one_that_is_no_backup_is_refused(Device device, Browser browser)
      throws IOException {
    Path archive = directory.resolve("kept.tar");
    Path other = Files.writeString(directory.resolve("song.tar"), "la la la");
    try (Home home = Home.in(directory)) {
      String id = home.backUp("From long ago", Optional.empty(), Home.LOCAL);
      Files.copy(HomeFiles.archives(home).get(0), archive);
      home.ask("backup/delete", new JsonObject().put("backup_id", id));
      try (Visit visit =
          home.owner(browser, device).expecting("status of 500").expecting("500 ()")) {
        Page page = visit.open(LIST);
        assertThat(page.getByText("There is no backup yet.")).isVisible();
        visit.look("list-empty");

        page.locator("input[type=file]").setInputFiles(other);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The file was not taken in.");
        visit.look("upload-refused");
        page.locator("input[type=file]").setInputFiles(archive);

        assertThat(
                page.getByRole(
                    AriaRole.HEADING, new Page.GetByRoleOptions().setName("From long ago")))
            .isVisible();
        assertThat(page).hasURL(Pattern.compile(".*/backups/all/" + id));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_file_that_is_being_taken_in_is_seen_and_stopped_from_other_places_too(
      Device device, Browser browser) throws IOException {
    Path archive = directory.resolve("kept.tar");
    try (Home home = Home.in(directory)) {
      home.write("www/film.bin", HomeFiles.noise(3_000_000));
      String id = home.backUp("From long ago", Optional.empty(), Home.LOCAL);
      Files.copy(HomeFiles.archives(home).get(0), archive);
      home.ask("backup/delete", new JsonObject().put("backup_id", id));
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open(LIST);
        page.context()
            .newCDPSession(page)
            .send(
                "Network.emulateNetworkConditions",
                JsonParser.parseString(SLOW_LINE).getAsJsonObject());
        page.locator("input[type=file]").setInputFiles(archive);
        page.getByRole(AriaRole.LINK, named("Backups")).first().click();
        assertThat(page.getByText("kept.tar")).isVisible();
        visit.look("upload-elsewhere");

        By.button(page, "Cancel").click();

        assertThat(page.getByText("kept.tar")).hasCount(0);
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
      }
    }
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
