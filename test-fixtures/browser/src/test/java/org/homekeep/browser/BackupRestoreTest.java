package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class BackupRestoreTest {
  private static final double PATIENCE_MS = 60_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_restore_says_what_it_does_and_is_followed_until_the_data_is_back(
      Device device, Browser browser) throws IOException {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      String id = home.backUp();
      home.write("automations.yaml", "[changed]\n");
      try (Visit visit = expectingRestart(home.owner(browser, Visit.Manner.with(device)))) {
        Page page = visit.open("/backups/all/" + id);
        By.button(page, "Restore").click();
        assertThat(page.getByText("All files in the data directory are replaced")).isVisible();
        page.getByRole(AriaRole.DIALOG).getByLabel(Home.BUCKET).check();
        visit.look("restore");

        By.button(page, "Restore this backup").click();

        assertThat(heading(page, "Homekeep is restoring").or(heading(page, "Restored")))
            .isVisible();
        visit.shot("restore-away");
        assertThat(heading(page, "Restored"))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
        visit.look("restore-done");
        By.button(page, "Done").click();
        assertThat(page.getByText("The last restore is complete")).isVisible();
        visit.look("restore-overview");
        assertThat(Files.readString(home.data.resolve("automations.yaml"))).isEqualTo("[]\n");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_key_is_asked_for_only_when_no_known_one_opens_the_backup(Device device, Browser browser)
      throws IOException {
    Path archive = directory.resolve("kept.tar");
    String id;
    try (Home elsewhere = Home.in(directory.resolve("elsewhere"))) {
      id = elsewhere.backUp("From elsewhere", Optional.of(Home.KEY), Home.LOCAL);
      Files.copy(HomeFiles.archives(elsewhere).get(0), archive);
    }
    try (Home home = Home.in(directory.resolve("home"))) {
      HomeFiles.take(home, archive);
      try (Visit visit =
          expectingRestart(home.owner(browser, Visit.Manner.with(device).in("de").dark()))) {
        Page page = visit.open("/backups/all/" + id);
        By.button(page, "Wiederherstellen").click();
        visit.look("restore-de-dark");
        By.button(page, "Dieses Backup wiederherstellen").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Notfall-Kit");
        visit.look("restore-key-de-dark");
        page.getByRole(AriaRole.TEXTBOX).fill("AAAA-1234-EFGH-5678-IJKL-9012-AAAA");
        By.button(page, "Dieses Backup wiederherstellen").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Auch dieser Schlüssel");
        page.getByRole(AriaRole.TEXTBOX).fill(Home.KEY);

        By.button(page, "Dieses Backup wiederherstellen").click();

        assertThat(heading(page, "Wiederhergestellt"))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_restore_that_fails_when_the_hub_starts_anew_says_why_and_that_the_data_is_as_it_was(
      Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      String id = home.backUp();
      home.write(FirstRunTest.LEFT_BEHIND, "of an earlier restore");
      try (Visit visit =
          expectingRestart(home.owner(browser, Visit.Manner.with(device).in("de")))) {
        Page page = visit.open("/backups/all/" + id);
        By.button(page, "Wiederherstellen").click();
        By.button(page, "Dieses Backup wiederherstellen").click();

        assertThat(heading(page, "Es wurde nicht wiederhergestellt"))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
        assertThat(By.dialog(page)).containsText("Deine Daten sind, wie sie vorher waren.");
        visit.look("restore-failed-de");
        By.button(page, "Fertig").click();
        visit.open("/backups");
        assertThat(page.getByText("Die letzte Wiederherstellung ist fehlgeschlagen."))
            .containsText("Deine Daten sind, wie sie vorher waren.");
        visit.look("restore-failed-overview-de");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_hub_that_does_not_come_back_keeps_nobody(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      String id = home.backUp();
      try (Visit visit =
          expectingRestart(home.owner(browser, Visit.Manner.with(device)))
              .expecting("net::ERR_FAILED")) {
        AtomicBoolean gone = new AtomicBoolean();
        visit
            .page()
            .routeWebSocket(
                Pattern.compile(".*/api/websocket"),
                line -> {
                  if (gone.get()) {
                    line.close();
                  } else {
                    line.connectToServer();
                  }
                });
        visit.page().clock().install();
        Page page = visit.open("/backups/all/" + id);
        By.button(page, "Restore").click();
        gone.set(true);
        page.route("**/api/**", Route::abort);
        By.button(page, "Restore this backup").click();
        assertThat(heading(page, "Homekeep is restoring")).isVisible();
        assertThat(By.button(page, "Close")).isDisabled();

        page.clock().fastForward("05:00");

        assertThat(page.getByText("Homekeep has not answered for a while")).isVisible();
        visit.look("restore-silent");
        By.button(page, "Close").last().click();
        assertThat(By.dialog(page)).hasCount(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void who_loses_the_line_while_a_copy_is_fetched_learns_what_became_of_the_restore(
      Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.makeBackupsAutomatic(home.addBackblaze());
      home.write("film.bin", HomeFiles.noise(2_000_000));
      String id = home.backUp();
      TestHub.await(home.b2.limitLine(0, 20_000));
      try (Visit visit = home.owner(browser, device)) {
        Deque<WebSocketRoute> lines = new ArrayDeque<>();
        visit
            .page()
            .routeWebSocket(
                Pattern.compile(".*/api/websocket"),
                line -> {
                  line.connectToServer();
                  lines.push(line);
                });
        Page page = visit.open("/backups/all/" + id);
        By.button(page, "Restore").click();
        By.button(page, "Restore this backup").click();
        assertThat(heading(page, "Looking at the backup")).isVisible();
        lines.element().close();
        page.waitForCondition(() -> lines.size() > 1);
        assertThat(heading(page, "Looking at the backup")).isVisible();
        home.ask("homekeep/backup/cancel", new JsonObject());

        assertThat(heading(page, "It was not restored")).isVisible();
        assertThat(page.getByText("It was stopped. Nothing was changed.").first()).isVisible();
        assertThat(By.link(page, "See the log")).isVisible();
        visit.look("restore-line-lost");
        By.button(page, "Done").click();
        assertThat(By.dialog(page)).hasCount(0);
      }
    }
  }

  /** The browser says of each attempt that the hub was not there. */
  private static Visit expectingRestart(Visit visit) {
    return visit.expecting("503").expecting("WebSocket").expecting("net::ERR_");
  }

  private static Locator heading(Page page, String text) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
  }
}
