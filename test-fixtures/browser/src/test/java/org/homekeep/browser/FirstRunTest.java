package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class FirstRunTest {
  /** The hub starts anew in between. */
  private static final double RESTART_MS = 60_000;

  /**
   * What lies there is in the way of a restore, which finds out when the hub has stopped for it.
   */
  static final String LEFT_BEHIND = ".homekeep_restore/old/automations.yaml";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void who_comes_first_makes_the_owner_names_the_home_and_goes_on_to_backups(
      Device device, Browser browser) {
    try (Home home = Home.untouched(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
      Page page = visit.open("/");
      page.getByLabel("Your name").fill("Ada");
      page.getByLabel("User name").fill("ada");
      By.field(page, "Password").fill("correct horse");
      page.getByLabel("Password again").fill("correct hose");
      By.button(page, "Create account").click();
      assertThat(By.alert(page)).hasText("The two passwords are not the same.");
      assertThat(page.getByLabel("Password again")).isFocused();
      visit.look("first-run-passwords");

      page.getByLabel("Password again").fill("correct horse");
      By.button(page, "Create account").click();

      assertThat(By.title(page)).hasText("Your home");
      assertThat(page.getByLabel("Time zone")).hasValue("Europe/Berlin");
      page.getByLabel("Name of your home").fill("Mill");
      page.getByLabel("Time zone").selectOption("Europe/Lisbon");
      visit.look("first-run-home");
      By.button(page, "Next").click();

      page.waitForURL("**/backups/setup");
      assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
      page.reload();
      assertThat(By.title(page)).not().hasText("Your home");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_home_that_is_told_is_the_home_of_the_hub(Device device, Browser browser) {
    try (Home home = Home.begun(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
      Page page = visit.open("/");
      page.getByLabel("Name deines Zuhauses").fill("Mühle");
      page.getByLabel("Zeitzone").selectOption("Europe/Lisbon");
      visit.look("first-run-resumed");
      By.button(page, "Weiter").click();

      page.waitForURL("**/backups/setup");
      JsonObject config = home.ask("get_config", new JsonObject());
      org.assertj.core.api.Assertions.assertThat(config.getString("location_name"))
          .isEqualTo("Mühle");
      org.assertj.core.api.Assertions.assertThat(config.getString("time_zone"))
          .isEqualTo("Europe/Lisbon");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void an_archive_and_its_key_bring_a_home_back_on_a_new_hub(Device device, Browser browser)
      throws IOException {
    Path archive = kept(Home.inOneDirectory(directory.resolve("old")), Optional.of(Home.KEY));
    try (Home home = Home.untouchedInOneDirectory(directory.resolve("new"));
        Visit visit = restoring(home.stranger(browser, Visit.Manner.with(device)))) {
      Page page = visit.open("/");
      visit.look("first-run");
      By.button(page, "Restore from a backup").click();
      visit.look("first-restore");
      page.getByLabel("Choose a backup file").setInputFiles(archive);

      assertThat(By.title(page)).hasText("Is it this one?");
      assertThat(page.getByText("The old home")).isVisible();
      page.getByLabel("Encryption key").fill("ABCD-1234");
      visit.look("first-restore-chosen");
      By.button(page, "Restore this backup").click();
      assertThat(By.alert(page)).containsText("does not open the backup");
      visit.look("first-restore-wrong-key");
      page.getByLabel("Encryption key").fill("abcd 1234 efgh 5678 ijkl 9012 mnop");
      By.button(page, "Restore this backup").click();

      assertThat(By.title(page)).hasText("Restoring your backup");
      visit.shot("first-restore-going-on");
      assertThat(page.getByText("Your backup is restored.")).isVisible(patiently());
      visit.look("first-restore-login");
      page.getByLabel("User name").fill(Home.USER);
      By.field(page, "Password").fill(Home.PASSWORD);
      By.button(page, "Log in").click();
      assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_backup_without_accounts_asks_for_the_first_one_afterwards(Device device, Browser browser)
      throws IOException {
    Path archive = kept(Home.in(directory.resolve("old")), Optional.empty());
    try (Home home = Home.untouched(directory.resolve("new"));
        Visit visit =
            restoring(home.stranger(browser, Visit.Manner.with(device).in("de").dark()))) {
      Page page = visit.open("/");
      By.button(page, "Aus einem Backup wiederherstellen").click();
      page.getByLabel("Backup-Datei auswählen").setInputFiles(archive);
      assertThat(By.title(page)).hasText("Ist es dieses?");
      visit.look("first-restore-unprotected");
      By.button(page, "Dieses Backup wiederherstellen").click();

      assertThat(page.getByText("Es enthält keine Konten")).isVisible(patiently());
      visit.look("first-restore-no-accounts");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_restore_that_fails_after_all_says_first_that_nothing_was_changed(
      Device device, Browser browser) throws IOException {
    Path archive = kept(Home.in(directory.resolve("old")), Optional.empty());
    try (Home home = Home.untouched(directory.resolve("new"));
        Visit visit = restoring(home.stranger(browser, Visit.Manner.with(device)))) {
      home.write(LEFT_BEHIND, "of an earlier restore");
      Page page = visit.open("/");
      By.button(page, "Restore from a backup").click();
      page.getByLabel("Choose a backup file").setInputFiles(archive);
      By.button(page, "Restore this backup").click();

      assertThat(page.getByText("The backup was not restored")).isVisible(patiently());
      assertThat(By.alert(page)).containsText("holds what an earlier restore took away");
      assertThat(page.getByText("The backup was not restored")).isInViewport();
      visit.look("first-restore-failed");
      By.button(page, "Choose another one").click();
      assertThat(By.alert(page)).hasCount(0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void who_stands_before_the_hub_and_answers_for_it_does_not_end_a_restore(
      Device device, Browser browser) throws IOException {
    Path archive = kept(Home.in(directory.resolve("old")), Optional.empty());
    try (Home home = Home.untouched(directory.resolve("new"));
        Visit visit =
            restoring(home.stranger(browser, Visit.Manner.with(device)))
                .expecting("status of 504")) {
      Page page = visit.open("/");
      AtomicInteger looks = new AtomicInteger();
      page.route(
          "**/api/onboarding/backup/restore",
          route -> {
            route.fetch();
            answer(route, 504, "<html><title>504 Gateway Time-out</title></html>");
          });
      By.button(page, "Restore from a backup").click();
      page.getByLabel("Choose a backup file").setInputFiles(archive);
      assertThat(By.title(page)).hasText("Is it this one?");
      page.route(
          "**/api/onboarding/backup/info",
          route -> {
            if (looks.incrementAndGet() < 3) {
              answer(route, 404, "404 page not found");
            } else {
              route.resume();
            }
          });
      page.route("**/auth/providers", route -> answer(route, 404, "404 page not found"));
      By.button(page, "Restore this backup").click();

      assertThat(By.title(page)).hasText("Restoring your backup");
      assertThat(page.getByText("It holds no accounts")).isVisible(patiently());
      org.assertj.core.api.Assertions.assertThat(looks).hasValueGreaterThan(2);
    }
  }

  private static void answer(Route route, int status, String body) {
    route.fulfill(new Route.FulfillOptions().setStatus(status).setBody(body));
  }

  /** A hub that is away for a while leaves its marks in the console. */
  private static Visit restoring(Visit visit) {
    return visit.expecting("status of 4").expecting("status of 503").expecting("ERR_");
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_is_no_backup_is_refused_in_words(Device device, Browser browser) throws IOException {
    Path letter = Files.writeString(directory.resolve("letter.tar"), "Dear Ada\n");
    try (Home home = Home.untouched(directory.resolve("new"));
        Visit visit =
            home.stranger(browser, Visit.Manner.with(device).in("de")).expecting("status of 500")) {
      Page page = visit.open("/");
      By.button(page, "Aus einem Backup wiederherstellen").click();
      page.getByLabel("Backup-Datei auswählen").setInputFiles(letter);

      assertThat(By.alert(page)).containsText("Das ist kein Backup");
      visit.look("first-restore-refused");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void where_others_reach_the_hub_the_printed_address_is_asked_for(Device device, Browser browser) {
    try (Home home =
            Home.untouched(
                directory,
                Map.of("http.use_x_forwarded_for", "true", "http.trusted_proxies", "10.0.0.1"));
        Visit visit =
            home.stranger(browser, Visit.Manner.with(device)).expecting("status of 403")) {
      Page page = visit.open("/");
      assertThat(By.title(page)).hasText("Open the other address");
      visit.look("first-run-elsewhere");
    }
  }

  /** A backup of a home that is gone. */
  private Path kept(Home old, Optional<String> key) throws IOException {
    try (old) {
      old.backUp("The old home", key, Home.LOCAL);
      try (Stream<Path> backups = Files.list(old.config.resolve("backups"))) {
        Path archive =
            backups.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
        return Files.copy(archive, directory.resolve("kept.tar"));
      }
    }
  }

  private static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(RESTART_MS);
  }
}
