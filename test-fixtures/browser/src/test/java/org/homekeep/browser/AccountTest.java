package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class AccountTest {
  private static final int NEXT_CODE_SECONDS = 30;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_new_password_needs_the_old_one(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device)) {
      Page page = visit.open("/account");
      assertThat(page.getByText("Logs in as ada")).isVisible();
      visit.look("account");
      By.button(page, "Change password").click();
      By.field(page, "Password until now").fill("wrong horse");
      By.field(page, "New password").fill("battery staple");
      By.field(page, "New password again").fill("battery staple");
      By.inDialog(page, "Change password").click();
      assertThat(By.alert(page)).hasText("This is not your password.");
      assertThat(By.field(page, "Password until now")).isFocused();
      visit.look("account-password-wrong");

      By.field(page, "Password until now").fill(Home.PASSWORD);
      By.inDialog(page, "Change password").click();

      assertThat(page.getByText("The password is changed.")).isVisible();
      assertThat(By.dialog(page)).hasCount(0);
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void an_authenticator_app_is_set_up_asked_for_and_turned_off(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device);
        Visit other = home.stranger(browser, Visit.Manner.with(device))) {
      Page page = visit.open("/account");
      By.button(page, "Set up").click();
      page.getByText("Type it in instead").click();
      String secret = By.dialog(page).locator(".key").textContent().strip();
      By.field(page, "Code that the app shows now").fill("000000");
      By.inDialog(page, "Turn on").click();
      assertThat(By.alert(page)).containsText("This code is wrong");
      visit.look("account-factor");
      By.field(page, "Code that the app shows now").fill(Codes.at(secret, Instant.now()));
      By.inDialog(page, "Turn on").click();
      assertThat(page.getByText("From now on, a code is asked for as well.")).isVisible();

      Page login = other.open("/");
      login.getByLabel("User name").fill(Home.USER);
      login.getByLabel("Password").fill(Home.PASSWORD);
      By.button(login, "Log in").click();
      assertThat(By.title(login)).hasText("One more thing");
      other.look("login-code");
      // Each code is good once; the hub takes the one of the next half minute, too.
      By.field(login, "Code").fill(Codes.at(secret, Instant.now().plusSeconds(NEXT_CODE_SECONDS)));
      By.button(login, "Log in").click();
      assertThat(login.getByRole(AriaRole.NAVIGATION).first()).isVisible();

      By.button(page, "Turn off").click();
      visit.look("account-factor-off");
      By.inDialog(page, "Turn off").click();
      assertThat(By.button(page, "Set up")).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void another_session_is_ended_and_this_one_goes_on(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).dark());
        Visit other = home.stranger(browser, Visit.Manner.with(device))) {
      Page elsewhere = other.open("/account");
      elsewhere.getByLabel("User name").fill(Home.USER);
      elsewhere.getByLabel("Password").fill(Home.PASSWORD);
      By.button(elsewhere, "Log in").click();
      assertThat(By.title(elsewhere)).hasText("Your account");

      Page page = visit.open("/account");
      visit.look("account-sessions");
      By.button(page, "End all others").click();
      By.inDialog(page, "End all others").click();
      assertThat(page.getByText("Ended.")).isVisible();
      assertThat(By.button(page, "End all others")).hasCount(0);

      other.expecting("status of 400").expecting("WebSocket");
      assertThat(By.title(elsewhere)).hasText("Welcome back");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_token_is_shown_once_works_and_is_deleted(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, Visit.Manner.with(device).in("de"))) {
      Page page = visit.open("/account");
      By.button(page, "Token anlegen").click();
      page.getByLabel("Wofür ist es?").fill("NAS");
      visit.look("account-token-new");
      By.inDialog(page, "Anlegen").click();
      String token = By.dialog(page).locator("code").textContent();
      visit.look("account-token");
      int status =
          HttpApiClient.anonymous(home.hub.port()).with(token).get("/api/asyncapi.json").status();
      org.assertj.core.api.Assertions.assertThat(status).isEqualTo(200);

      By.inDialog(page, "Fertig").click();
      assertThat(By.row(page, "NAS")).isVisible();
      By.button(page, "NAS löschen").click();
      By.inDialog(page, "Löschen").click();
      assertThat(By.row(page, "NAS")).hasCount(0);
      visit.look("account-de");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void the_language_is_chosen_and_logging_out_ends_the_session(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
      Page page = visit.open("/account");
      page.getByLabel("User name").fill(Home.USER);
      page.getByLabel("Password").fill(Home.PASSWORD);
      By.button(page, "Log in").click();
      page.getByLabel("Language").selectOption("de");
      assertThat(By.title(page)).hasText("Dein Konto");

      page.getByRole(AriaRole.MAIN)
          .getByRole(
              AriaRole.BUTTON,
              new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Abmelden"))
          .click();
      assertThat(By.title(page)).hasText("Willkommen zurück");
      page.reload();
      assertThat(By.title(page)).hasText("Willkommen zurück");
      org.assertj.core.api.Assertions.assertThat(
              home.ask("auth/current_user", new JsonObject()).getString("name"))
          .isEqualTo("Ada");
    }
  }
}
