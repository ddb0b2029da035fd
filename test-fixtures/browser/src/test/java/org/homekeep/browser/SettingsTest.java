package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class SettingsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_would_be_deleted_is_shown_before_it_is_saved(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      home.backUp();
      home.backUp();
      home.backUp();
      Page page = visit.open("/backups/settings");
      assertThat(page.getByText("Before it is compressed")).isVisible();
      assertThat(page.getByText("measuring …")).isHidden();
      visit.look("settings");

      page.getByLabel("Number of backups").fill("1");
      assertThat(page.getByText("2 of 3 copies will be deleted")).isVisible();
      page.getByText("Which, and why").click();
      visit.look("settings-preview");
      assertThat(config(home).getJsonObject("retention").getInteger("copies")).isEqualTo(3);
      click(page, "Save");
      assertThat(page.getByText("Saved.")).isVisible();
      assertThat(config(home).getJsonObject("retention").getInteger("copies")).isEqualTo(1);
      assertThat(config(home).getJsonObject("create_backup").getString("password"))
          .isEqualTo(Home.KEY);
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void what_is_not_saved_is_kept_or_dropped_knowingly(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
      home.makeBackupsAutomatic(Home.LOCAL);
      Page page = visit.open("/backups/settings");
      page.getByLabel("Automatische Backups").uncheck();
      assertThat(page.getByText("Noch nicht gespeichert")).isVisible();
      visit.look("settings-unsaved-de-dark");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("System").setExact(true))
          .click();
      assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Ohne Speichern verlassen?");
      click(page, "Hier bleiben");
      click(page, "Verwerfen");
      assertThat(page.getByLabel("Automatische Backups")).isChecked();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("System").setExact(true))
          .click();
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
          .hasText("System");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void changes_from_elsewhere_are_noticed_and_not_written_over(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      Page page = visit.open("/backups/settings");
      page.getByLabel("Number of backups").fill("9");
      update(
          home,
          new JsonObject()
              .put("retention", new JsonObject().put("copies", 4).putNull("days"))
              .put(
                  "create_backup",
                  new JsonObject()
                      .put("include_database", false)
                      .put("password", "AAAA-1111-BBBB-2222-CCCC-3333-DDDD")));
      click(page, "Save");
      assertThat(page.getByText("Nothing was saved yet")).isVisible();
      assertThat(page.getByLabel("History")).not().isChecked();
      visit.look("settings-conflict");
      click(page, "Save");
      assertThat(page.getByText("Saved.")).isVisible();
      assertThat(config(home).getJsonObject("retention").getInteger("copies")).isEqualTo(9);
      JsonObject create = config(home).getJsonObject("create_backup");
      assertThat(create.getBoolean("include_database")).isFalse();
      assertThat(create.getString("password")).isEqualTo("AAAA-1111-BBBB-2222-CCCC-3333-DDDD");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void locations_that_people_gave_one_name_are_told_apart(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de"))) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      String entry = bucket.substring(bucket.indexOf('.') + 1);
      home.ask(
          "config_entries/update",
          new JsonObject().put("entry_id", entry).put("title", "Dieses System"));
      home.http().post("/api/config/config_entries/entry/" + entry + "/reload", new JsonObject());
      Page page = visit.open("/backups/settings");
      assertThat(page.getByLabel("Einzelheiten zu Dieses System (Backblaze B2)")).isVisible();
      visit.open("/backups");
      assertThat(By.link(page, "Dieses System (Backblaze B2)")).isVisible();
      assertThat(By.link(page, "Dieses System")).isVisible();
      visit.look("backups-same-names-de");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_line_that_breaks_between_two_commands_leaves_everything_kept_and_says_so(
      Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device).expecting("WebSocket")) {
      home.makeBackupsAutomatic(Home.LOCAL);
      AtomicBoolean breaks = new AtomicBoolean(true);
      visit
          .page()
          .routeWebSocket(
              Pattern.compile(".*/api/websocket"),
              line -> {
                WebSocketRoute hub = line.connectToServer();
                line.onMessage(
                    frame -> {
                      if (frame.text().contains("homekeep/backup/retention/update")
                          && breaks.getAndSet(false)) {
                        hub.close();
                        line.close();
                      } else {
                        hub.send(frame.text());
                      }
                    });
              });
      Page page = visit.open("/backups/settings");
      page.getByLabel("The newer, the closer together").check();
      click(page, "Save");
      assertThat(page.getByText("The connection to Homekeep was lost.").first()).isVisible();

      page.reload();
      assertThat(page.getByText("So many backups are never there")).isVisible();
      visit.look("settings-interrupted");
      page.getByLabel("The newer, the closer together").check();
      click(page, "Save");
      assertThat(page.getByText("Saved.")).isVisible();
      assertThat(config(home).getJsonObject("retention").getInteger("copies")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_location_has_its_own_encryption_and_keeping(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      home.backUp();
      home.backUp();
      Page page = visit.open("/backups/settings");
      page.getByLabel("Details of " + Home.BUCKET).click();
      assertThat(page.getByText("2 backups")).isVisible();
      assertThat(page.getByText("Last arrived whole")).isVisible();
      click(page, "Test this location");
      assertThat(page.getByText("It lists 2 backups")).isVisible();
      assertThat(page.getByText("It confirms that its newest backup is what was sent")).isVisible();
      visit.look("location");

      page.getByLabel("Encrypted").uncheck();
      assertThat(page.getByText("can read everything in them")).isVisible();
      page.getByLabel("Different for this location").check();
      page.getByLabel("Number of backups").fill("1");
      assertThat(page.getByText("1 of 2 copies will be deleted")).isVisible();
      visit.look("location-own");
      click(page, "Save");
      assertThat(page.getByText("Saved.")).isVisible();
      JsonObject agent = config(home).getJsonObject("agents").getJsonObject(bucket);
      assertThat(agent.getBoolean("protected")).isFalse();
      assertThat(agent.getJsonObject("retention").getInteger("copies")).isEqualTo(1);
      assertThat(config(home).getJsonObject("retention").getInteger("copies")).isEqualTo(3);

      page.getByLabel("As everywhere").check();
      page.getByLabel("Encrypted").check();
      click(page, "Save");
      assertThat(page.getByText("Not saved yet")).isHidden();
      agent = config(home).getJsonObject("agents").getJsonObject(bucket);
      assertThat(agent.getBoolean("protected")).isTrue();
      assertThat(agent.getJsonObject("retention")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_location_that_does_not_exist_can_be_taken_out(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de"))) {
      home.makeBackupsAutomatic(Home.LOCAL, "gone.away");
      Page page = visit.open("/backups/settings");
      Locator missing = page.getByText("gone.away");
      assertThat(missing).isVisible();
      visit.look("settings-missing-de");
      visit.open("/backups/locations/" + Home.LOCAL);
      assertThat(page.getByText("sind auf dieser Platte frei").first()).isVisible();
      click(page, "Diesen Speicherort testen");
      assertThat(page.getByText("Antwort nach")).isVisible();
      visit.look("location-here-de");
      visit.open("/backups/locations/gone.away");
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
          .hasText("Diesen Speicherort gibt es nicht");
      visit.look("location-unknown-de");
      click(page, "Aus den Einstellungen nehmen");
      visit.look("location-remove-de");
      page.getByRole(AriaRole.DIALOG).getByText("Aus den Einstellungen nehmen").click();
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
          .hasText("Backup-Einstellungen");
      assertThat(config(home).getJsonObject("create_backup").getJsonArray("agent_ids"))
          .isEqualTo(new JsonArray().add(Home.LOCAL));
    }
  }

  private static void update(Home home, JsonObject change) {
    try (org.homekeep.testkit.WebsocketClient socket = home.websocket()) {
      socket.call("backup/config/update", change);
    }
  }

  private static JsonObject config(Home home) {
    return home.ask("backup/config/info", new JsonObject()).getJsonObject("config");
  }

  private static void click(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }
}
