package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a login as time passes (b2-and-cloud.md §B.2). */
class RenewalTest {
  private @TempDir Path directory;
  private CloudHub home;

  @AfterEach
  void stop() {
    home.close();
  }

  private String listError() {
    JsonObject errors = home.info().getJsonObject("agent_errors");
    return errors.getString(CloudHub.CLOUD, "");
  }

  @Test
  void a_token_that_would_end_soon_is_renewed_before_it_is_used(@TempDir Path other)
      throws Exception {
    home = CloudHub.in(directory);
    try (AgentHome near = AgentHome.in(other)) {
      assertThat(near.listed()).isEmpty();
      int before = near.asked("InitiateAuth");

      near.hub.advance(Duration.ofMinutes(54));
      near.listed();
      assertThat(near.asked("InitiateAuth")).isEqualTo(before);

      near.hub.advance(Duration.ofMinutes(2));
      near.listed();
      near.listed();
      assertThat(near.asked("InitiateAuth")).isEqualTo(before + 1);
    }
  }

  @Test
  void a_token_that_the_service_calls_old_is_renewed_at_once() {
    home = CloudHub.in(directory).loggedIn();
    int before = home.asked("InitiateAuth");
    home.await(home.cloud.expireTokens());

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    assertThat(home.asked("InitiateAuth")).isGreaterThan(before);
  }

  @Test
  void a_service_that_takes_no_token_for_a_while_ends_no_login() {
    home = CloudHub.in(directory).loggedIn();
    home.fault(FaultRule.error("files_upload_details", 401, "Unauthorized").times(4));

    String id = home.backUp(CloudHub.CLOUD);

    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
    assertThat(home.issue("login_lost")).isEmpty();
  }

  @Test
  void a_login_that_was_revoked_is_lost_and_its_entry_stays() { // §G 12
    home = CloudHub.in(directory).loggedIn();
    lose();

    assertThat(listError()).endsWith("Log in again in the settings of Home Assistant Cloud.");
    assertThat(home.status().getBoolean("logged_in")).isFalse();
    assertThat(home.issue("login_lost")).isPresent();
    assertThat(home.ada.entries("cloud")).hasSize(1);
    assertThat(home.config.resolve(".cloud/production_auth.json")).doesNotExist();
  }

  @Test
  void what_can_never_be_stored_is_told_also_without_a_login() { // §G 21, 23
    home = CloudHub.in(directory).loggedIn();
    lose();

    home.backUp(new JsonObject(), CloudHub.CLOUD, CloudHub.LOCAL);

    assertThat(home.issue("backup_not_encrypted")).isPresent();
  }

  @Test
  void tokens_that_cannot_be_read_are_told() throws Exception {
    home = CloudHub.in(directory).loggedIn();

    Files.writeString(home.config.resolve(".cloud/production_auth.json"), "{}");
    home.hub.restart();

    try (var socket = home.ada.websocket(home.vertx())) {
      home.until(() -> socket.call("repairs/list_issues").encode().contains("login_lost"));
    }
  }

  private void lose() {
    home.await(home.cloud.revokeRefreshTokens(home.cloud.email()));
    home.await(home.cloud.expireTokens());
    home.info();
    home.until(() -> !home.status().getBoolean("logged_in"));
  }

  @Test
  void after_a_new_login_all_is_well() {
    home = CloudHub.in(directory).loggedIn();
    lose();

    home.loggedIn();

    assertThat(home.issue("login_lost")).isEmpty();
    String id = home.backUp(CloudHub.CLOUD);
    assertThat(home.listed(CloudHub.CLOUD)).containsExactly(id);
  }

  @Test
  void what_waited_for_a_login_is_sent_after_it() {
    home = CloudHub.in(directory).loggedIn();
    lose();
    String id = home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);
    assertThat(home.stored()).isEmpty();

    home.loggedIn();

    home.until(() -> home.listed(CloudHub.CLOUD).contains(id));
    assertThat(home.issue("login_lost")).isEmpty();
  }

  @Test
  void after_a_restart_and_a_new_login_all_is_well() {
    home = CloudHub.in(directory).loggedIn();
    lose();
    home.hub.restart();
    home.until(() -> home.ada.entries("cloud").get(0).getString("state").equals("setup_error"));

    home.loggedIn();

    home.until(() -> home.ada.entries("cloud").get(0).getString("state").equals("loaded"));
  }

  @Test
  void a_service_that_is_away_ends_no_login() {
    home = CloudHub.in(directory).loggedIn();
    home.fault(FaultRule.error("InitiateAuth", 500, "internal").times(1000));
    home.await(home.cloud.expireTokens());

    home.until(() -> listError().startsWith("Failed to list backups: Home Assistant Cloud cannot"));
    assertThat(home.status().getBoolean("logged_in")).isTrue();
    assertThat(home.issue("login_lost")).isEmpty();
    home.await(home.cloud.faults().clear());
    home.until(() -> listError().isEmpty());
  }
}
