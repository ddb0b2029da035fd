package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class SystemTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_system_says_where_it_is_and_how_it_is(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/system");
      assertThat(page.getByText("Free on its disk")).isVisible();
      assertThat(page.getByText(home.data.toString(), exactly())).isVisible();
      assertThat(page.getByText("Version of Homekeep")).isVisible();
      page.getByText("More", exactly()).click();
      visit.look("system");

      By.button(page, "Change").click();
      page.getByLabel("Name of your home").fill("Mill");
      visit.look("system-home");
      By.inDialog(page, "Save").click();
      assertThat(page.getByText("Mill", exactly())).isVisible();

      Download description = page.waitForDownload(() -> By.button(page, "HTTP (OpenAPI)").click());
      org.assertj.core.api.Assertions.assertThat(description.suggestedFilename())
          .isEqualTo("homekeep-openapi.json");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_hub_restarts_after_a_question(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit =
            home.owner(browser, device)
                .expecting("503")
                .expecting("WebSocket")
                .expecting("net::ERR_")) {
      Page page = visit.open("/system");
      By.button(page, "Restart").click();
      visit.look("system-restart");

      By.inDialog(page, "Restart").click();

      assertThat(page.getByText("Homekeep is there again.")).isVisible();
      assertThat(page.getByText("Free on its disk")).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_warning_appears_in_the_log_is_found_and_is_cleared(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/system/log");
      complain(home, "The cellar is wet");
      complain(home, "The cellar is wet");
      assertThat(page.getByText("The cellar is wet").first()).isVisible();
      page.getByLabel("Search").fill("CELLAR");
      Locator line = By.row(page, "The cellar is wet");
      assertThat(line).hasCount(1);
      line.getByText("More", new Locator.GetByTextOptions().setExact(true)).click();
      visit.look("system-log");

      page.getByLabel("Search").fill("nobody wrote this");
      assertThat(page.getByText("Nothing fits your search.")).isVisible();
      By.button(page, "Clear").click();
      By.inDialog(page, "Clear").click();
      assertThat(page.getByText("Cleared.")).isVisible();
      page.getByText("How much is logged").click();
      visit.look("system-log-levels");
    }
  }

  private static void complain(Home home, String message) {
    home.ask(
        "call_service",
        new JsonObject()
            .put("domain", "system_log")
            .put("service", "write")
            .put("service_data", new JsonObject().put("message", message).put("level", "warning")));
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_user_is_added_changed_deactivated_and_deleted(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/system/users");
      By.button(page, "Add user").click();
      By.field(page, "Name").fill("Grace");
      page.getByLabel("User name").fill("Grace");
      By.field(page, "Password").fill("battery staple");
      page.getByLabel("Password again").fill("battery staple");
      page.getByLabel("Administrator").check();
      visit.look("system-user-new");
      By.inDialog(page, "Add user").click();
      assertThat(By.row(page, "Grace")).containsText("Administrator");
      visit.look("system-users");

      act(page, "Grace", "Change");
      By.field(page, "Name").fill("Grace H.");
      page.getByLabel("Only look").check();
      By.inDialog(page, "Save").click();
      assertThat(By.row(page, "Grace H.")).containsText("Only look");

      act(page, "Grace H.", "New password");
      By.field(page, "New password").fill("staple battery");
      By.field(page, "New password again").fill("staple battery");
      visit.look("system-user-password");
      By.inDialog(page, "Save").click();
      assertThat(By.dialog(page)).hasCount(0);

      act(page, "Grace H.", "Deactivate");
      visit.look("system-user-deactivate");
      By.inDialog(page, "Deactivate").click();
      assertThat(By.row(page, "Grace H.")).containsText("Deactivated");
      act(page, "Grace H.", "Delete");
      By.inDialog(page, "Delete").click();
      assertThat(By.row(page, "Grace H.")).hasCount(0);
    }
  }

  private static void act(Page page, String user, String action) {
    By.button(page, "Actions for " + user).click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(action).setExact(true))
        .click();
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void who_is_no_administrator_is_told_so_and_finds_the_own_account(
      Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.addUser("Grace", "grace", "system-users");
      try (Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
        Page page = visit.open("/backups/settings/");
        page.getByLabel("User name").fill("grace");
        page.getByLabel("Password").fill(Home.PASSWORD);
        By.button(page, "Log in").click();

        assertThat(By.title(page)).hasText("For administrators");
        assertThat(page.getByText("Unauthorized")).hasCount(0);
        assertThat(page).hasTitle("For administrators – Homekeep");
        visit.look("system-not-for-you");
        By.link(page, "Your account").click();
        assertThat(page.getByText("Grace", exactly())).isVisible();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void the_button_for_going_back_closes_what_is_in_front_and_not_the_page_behind_it(
      Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/system");
      By.link(page, "Users").click();
      By.button(page, "Add user").click();
      page.goBack();
      assertThat(By.dialog(page)).hasCount(0);
      assertThat(By.title(page)).hasText("Users");
      assertThat(page).hasURL(Pattern.compile(".*/system/users"));

      page.goBack();
      assertThat(By.title(page)).hasText("System");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void a_session_that_ends_takes_its_dialogs_along_and_asks_for_the_password(
      Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
      Page page = visit.open("/system/users");
      page.getByLabel("User name").fill(Home.USER);
      page.getByLabel("Password").fill(Home.PASSWORD);
      By.button(page, "Log in").click();
      By.button(page, "Add user").click();
      home.ask(
          "auth/delete_all_refresh_tokens",
          new JsonObject().put("token_type", "normal").put("delete_current_token", false));

      assertThat(By.title(page)).hasText("Welcome back");
      assertThat(By.dialog(page)).hasCount(0);
      page.getByLabel("User name").fill(Home.USER);
      page.getByLabel("Password").fill(Home.PASSWORD);
      By.button(page, "Log in").click();
      assertThat(By.title(page)).hasText("Users");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void it_speaks_german_in_the_dark(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
      Page page = visit.open("/system");
      assertThat(page.getByText("Frei auf seiner Platte")).isVisible();
      visit.look("system-de");
      By.link(page, "Protokoll").click();
      assertThat(By.title(page)).hasText("Protokoll");
      visit.look("system-log-de");
      By.link(page, "Benutzer").click();
      assertThat(By.title(page)).hasText("Benutzer");
      visit.look("system-users-de");
    }
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
