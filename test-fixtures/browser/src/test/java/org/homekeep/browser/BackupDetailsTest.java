package org.homekeep.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class BackupDetailsTest {
  private static final String OTHER_KEY = "ZZZZ-1234-EFGH-5678-IJKL-9012-ZZZZ";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_tells_where_it_is_and_is_pinned_sent_and_deleted(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      home.addBackblaze();
      home.backUp("Second", Optional.empty(), Home.LOCAL);
      String id = home.backUp("Before the update", Optional.of(Home.KEY), Home.LOCAL);
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open("/backups/all/" + id);
        Locator copies = page.locator(".copies");
        assertThat(copies).containsText("verified");
        assertThat(page.getByText("This backup has one copy alone: This system.")).isVisible();
        visit.look("details");

        By.button(page, "Pin").click();
        assertThat(page.getByText("until you delete it, because it is pinned")).isVisible();
        By.button(page, "Send to …").click();
        visit.look("details-send");
        By.button(page, "Send").click();
        assertThat(copies).containsText(Home.BUCKET);
        assertThat(copies.getByText("encrypted")).hasCount(2);
        visit.look("details-sent");

        By.button(page, "Verify now: " + Home.BUCKET).click();
        visit.look("details-verify-ask");
        By.button(page, "Verify now").last().click();
        assertThat(copies).containsText("Read to the last byte just now");
        By.button(page, "Verify now: This system").click();
        assertThat(copies.getByText("Read to the last byte just now")).hasCount(2);
        visit.look("details-verified");

        HomeFiles.damageArchives(home);
        By.button(page, "Verify now: This system").click();
        assertThat(copies).containsText("This copy is damaged and was left there");
        visit.look("details-damaged");
        page.reload();
        assertThat(copies).containsText("That was found");
        visit.look("details-damaged-before");
        By.button(page, "Restore").click();
        assertThat(By.dialog(page).getByLabel(Home.BUCKET)).isChecked();
        assertThat(page.getByRole(AriaRole.DIALOG))
            .containsText("This copy was found to be damaged");
        By.button(page, "Cancel").click();
        visit.open("/backups");
        assertThat(page.getByText("A copy is damaged.")).isVisible();
        assertThat(page.locator(".rule li").first()).containsText("2 copies of your data");
        visit.look("backups-damaged");
        visit.open("/backups/all/" + id);

        By.button(page, "Delete").click();
        visit.look("details-delete");
        By.button(page, "Delete for good").click();

        assertThat(page.getByText("The backup is deleted.")).isVisible();
        assertThat(page.locator(".backup-row")).hasCount(1);
      }
      try (Visit visit = home.owner(browser, Visit.Manner.with(device).in("de").dark())) {
        Page page = visit.open("/backups/all/" + id);
        assertThat(page.getByText("Kein Speicherort hat es mehr.")).isVisible();
        visit.look("details-gone-de-dark");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_copy_is_downloaded_decrypted_or_as_it_is_without_its_key_in_an_address(
      Device device, Browser browser) throws IOException {
    try (Home home = Home.in(directory)) {
      home.makeBackupsAutomatic(Home.LOCAL);
      String id = home.backUp();
      try (Visit visit =
          home.owner(browser, Visit.Manner.with(device).in("de")).expecting("status of 404")) {
        List<String> addresses = Collections.synchronizedList(new ArrayList<>());
        visit.page().onRequest(request -> addresses.add(request.url()));
        Page page = visit.open("/backups/all/" + id);
        assertThat(page.locator(".copies")).containsText("geprüft");
        visit.look("details-de");

        By.button(page, "Herunterladen von: Dieses System").click();
        visit.look("download-de");
        Download decrypted =
            page.waitForDownload(() -> By.button(page, "Herunterladen").last().click());
        By.button(page, "Herunterladen von: Dieses System").click();
        page.getByLabel("Verschlüsselt, wie es ist").check();
        Download asItIs =
            page.waitForDownload(() -> By.button(page, "Herunterladen").last().click());

        assertThat(Files.mismatch(asItIs.path(), HomeFiles.archives(home).get(0))).isEqualTo(-1);
        assertThat(Files.readString(decrypted.path(), StandardCharsets.ISO_8859_1))
            .contains("\"protected\":false");
        assertThat(addresses).noneMatch(address -> address.contains(Home.KEY));

        Files.delete(HomeFiles.archives(home).get(0));
        By.button(page, "Herunterladen von: Dieses System").click();
        page.getByLabel("Verschlüsselt, wie es ist").check();
        By.button(page, "Herunterladen").last().click();
        assertThat(By.alert(page)).containsText("Diese Kopie ist nicht mehr da.");
        visit.look("download-gone-de");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void the_key_of_an_old_kit_is_asked_for_when_no_other_opens_the_copy(
      Device device, Browser browser) throws IOException {
    Path archive = directory.resolve("kept.tar");
    String id;
    try (Home elsewhere = Home.in(directory.resolve("elsewhere"))) {
      id = elsewhere.backUp("From elsewhere", Optional.of(OTHER_KEY), Home.LOCAL);
      Files.copy(HomeFiles.archives(elsewhere).get(0), archive);
    }
    try (Home home = Home.in(directory.resolve("home"))) {
      home.makeBackupsAutomatic(Home.LOCAL);
      HomeFiles.take(home, archive);
      try (Visit visit = home.owner(browser, device).expecting("status of 400").expecting("400")) {
        Page page = visit.open("/backups/all/" + id);
        By.button(page, "Download from This system").click();
        By.button(page, "Download").last().click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("No key that Homekeep knows");
        visit.look("download-key");
        page.getByRole(AriaRole.TEXTBOX).fill("AAAA-1234-EFGH-5678-IJKL-9012-AAAA");
        By.button(page, "Download").last().click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This key does not open it");
        page.getByRole(AriaRole.TEXTBOX).fill("zzzz 1234 efgh 5678 ijkl 9012 zzzz");

        Download decrypted = page.waitForDownload(() -> By.button(page, "Download").last().click());

        assertThat(decrypted.failure()).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Device.class)
  void a_backup_that_one_location_did_not_get_says_so(Device device, Browser browser) {
    try (Home home = Home.in(directory)) {
      String bucket = home.addBackblaze();
      home.makeBackupsAutomatic(Home.LOCAL, bucket);
      TestHub.await(home.b2.deleteBucket(Home.BUCKET));
      String id = home.backUp();
      home.ask(
          "homekeep/backup/deliveries/cancel",
          new JsonObject().put("backup_id", id).put("agent_id", bucket));
      try (Visit visit = home.owner(browser, device)) {
        Page page = visit.open("/backups/all/" + id);

        assertThat(page.getByText("It did not get there")).isVisible();
        visit.look("details-missing");
      }
    }
  }
}
