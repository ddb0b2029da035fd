package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.homekeep.browser.IntegrationsTest.button;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class IntegrationCloudTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_cloud_is_logged_in_to_and_out_of(Device device, Browser browser) {
    try (Home home = Home.in(directory);
        Visit visit = home.owner(browser, device).expecting("401").expecting("400")) {
      home.makeBackupsAutomatic(Home.LOCAL);
      Page page = visit.open("/integrations");
      button(page, "Add Home Assistant Cloud").click();
      page.getByLabel("E-mail address").fill(home.cloud.email());
      page.getByLabel("Password").fill("wrong");
      visit.look("cloud-login");
      button(page, "Log in").click();
      assertThat(page.getByText("The e-mail address or the password is wrong.")).isVisible();
      visit.look("cloud-wrong");

      button(page, "I have forgotten my password").click();
      assertThat(page.getByText("A message is on its way to you.")).isVisible();
      page.getByLabel("Password").fill(Home.CLOUD_PASSWORD);
      button(page, "Log in").click();
      assertThat(page.getByText("Backups can go there now.")).isVisible();
      visit.look("cloud-logged-in");
      button(page, "Use it for automatic backups").click();
      assertThat(page.getByText("Automatic backups go there, too.")).isVisible();

      button(page, "Log out").last().click();
      assertThat(page.getByText("The backup that is there stays")).isVisible();
      visit.look("cloud-log-out");
      button(page, "Log out").last().click();
      assertThat(page.getByLabel("E-mail address")).isVisible();
      visit.accessible();
    }
  }
}
