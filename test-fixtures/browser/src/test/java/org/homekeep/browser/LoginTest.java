package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class LoginTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_first_who_comes_makes_the_first_account(Device device, Browser browser) {
    try (Home home = Home.untouched(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device))) {
      Page page = visit.open("/");
      page.getByLabel("Your name").fill("Ada");
      page.getByLabel("User name").fill("ada");
      page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
          .fill("correct horse");
      page.getByLabel("Password again").fill("correct horse");
      visit.look("first-run");

      page.getByText("Create account").click();

      assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.HEADING))
          .hasText("Backups");
      visit.look("start");
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_wrong_password_is_told_and_the_right_one_lets_in(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.stranger(browser, Visit.Manner.with(device).in("de-AT").dark())) {
      Page page = visit.open("/");
      page.getByLabel("Benutzername").fill(Home.USER);
      page.getByLabel("Passwort").fill("wrong");
      page.getByText("Anmelden").click();
      assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
          .hasText("Benutzername oder Passwort ist falsch.");
      visit.look("login-wrong");

      page.getByLabel("Passwort").fill(Home.PASSWORD);
      page.getByText("Anmelden").click();

      assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.HEADING))
          .hasText("Backups");
      visit.accessible();
    }
  }
}
