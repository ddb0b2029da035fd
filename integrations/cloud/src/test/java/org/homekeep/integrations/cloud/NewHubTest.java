package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The old machine is gone; there are a new one, an account and a key (§G 13, 15, 20). */
class NewHubTest {
  private static final String BACKUP = "/api/onboarding/backup/";

  @Test
  void a_new_hub_gets_everything_back_from_the_cloud(@TempDir Path directory) throws Exception {
    try (CloudHub old = CloudHub.in(directory.resolve("old")).loggedIn()) {
      Files.writeString(directory.resolve("old/data/notes.txt"), "what a home is made of");
      String id = old.backUp(CloudHub.CLOUD);

      Path data = Files.createDirectories(directory.resolve("new-data"));
      try (TestHub hub =
          TestHub.start(
              directory.resolve("new"),
              data,
              Map.of("cloud.identity_url", old.cloud.url(), "cloud.api_url", old.cloud.url()))) {
        HttpApiClient http = HttpApiClient.anonymous(hub.port());
        JsonObject credentials =
            new JsonObject().put("email", old.cloud.email()).put("password", CloudHub.PASSWORD);
        assertThat(http.post("/api/onboarding/cloud/login", credentials).status()).isEqualTo(200);
        JsonObject backup =
            http.get(BACKUP + "info").json().getJsonArray("backups").getJsonObject(0);
        assertThat(backup.getString("backup_id")).isEqualTo(id);
        assertThat(backup.getJsonObject("agents").fieldNames()).containsExactly(CloudHub.CLOUD);
        JsonObject order = new JsonObject().put("backup_id", id).put("agent_id", CloudHub.CLOUD);

        HttpApiClient.Answer refused =
            http.post(BACKUP + "restore", order.copy().put("password", "wrong"));
        HttpApiClient.Answer ordered =
            http.post(BACKUP + "restore", order.copy().put("password", CloudHub.KEY));

        assertThat(refused.json().getString("code")).isEqualTo("incorrect_password");
        assertThat(ordered.status()).isEqualTo(200);
        old.until(() -> isBack(http));
        assertThat(data.resolve("notes.txt")).hasContent("what a home is made of");
      }
    }
  }

  private static boolean isBack(HttpApiClient http) {
    try {
      HttpApiClient.Answer answer = http.get(BACKUP + "info");
      return answer.status() == 200
          && answer.json().getValue("last_action_event") instanceof JsonObject event
          && "completed".equals(event.getString("state"));
    } catch (UncheckedIOException restarting) {
      return false;
    }
  }
}
