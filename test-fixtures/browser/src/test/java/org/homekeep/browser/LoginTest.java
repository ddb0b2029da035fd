package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class LoginTest {
  private static final int FREE_ATTEMPTS = 5;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_wrong_password_is_told_and_the_right_one_lets_in(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device).in("de-AT").dark())) {
      Page page = visit.open("/");
      page.getByLabel("Benutzername").fill(Home.USER);
      page.getByLabel("Passwort").fill("wrong");
      By.button(page, "Anmelden").click();
      assertThat(By.alert(page)).hasText("Benutzername oder Passwort ist falsch.");
      assertThat(page.getByLabel("Passwort")).isFocused();
      visit.look("login-wrong");

      page.getByLabel("Passwort").fill(Home.PASSWORD);
      By.button(page, "Anmelden").click();

      assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void who_guesses_too_often_is_told_how_long_to_wait(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit =
            home.stranger(browser, Visit.Manner.with(device)).expecting("status of 429")) {
      Page page = visit.open("/");
      page.getByLabel("User name").fill("eve");
      for (int i = 0; i <= FREE_ATTEMPTS; i++) {
        page.getByLabel("Password").fill("guess " + i);
        page.waitForResponse(
            answer -> answer.url().contains("/auth/login_flow/"),
            () -> By.button(page, "Log in").click());
      }

      assertThat(By.alert(page))
          .hasText(Pattern.compile("Too many failed logins. Try again in \\d+ (second|minute)s?."));
      visit.look("login-too-many");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void another_program_gets_its_code_after_it_is_named(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
      // The program's page is this hub's own here, so that nobody else is asked.
      String program = home.origin() + "/backups";
      Page page =
          visit.open(
              "/auth/authorize?client_id=%s/&redirect_uri=%s&state=kept"
                  .formatted(home.origin(), program));
      assertThat(page.getByText("wants to use this Homekeep as you")).isVisible();
      visit.look("login-client");
      page.getByLabel("User name").fill(Home.USER);
      page.getByLabel("Password").fill(Home.PASSWORD);
      By.button(page, "Log in").click();

      page.waitForURL(Pattern.compile(".*/backups\\?code=[^&]+&state=kept"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PHONE")
  void an_answer_to_somebody_else_is_refused_before_a_password_is_typed(
      Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
      Page page =
          visit.open(
              "/auth/authorize?client_id=https://app.example/&redirect_uri=https://evil.example/");

      assertThat(By.title(page)).hasText("This login cannot be right");
      assertThat(page.getByLabel("Password")).hasCount(0);
      visit.look("login-refused");
    }
  }
}
