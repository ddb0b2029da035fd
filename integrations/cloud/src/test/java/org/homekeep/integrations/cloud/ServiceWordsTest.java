package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.api.schema.Values;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service says of a failure, and what becomes of it. */
class ServiceWordsTest {
  private static final int SIZE = 10;

  private AgentHome home;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    home = AgentHome.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  private void refuse(String call, int status, String code, String message) throws Exception {
    home.fault(
        FaultRule.fromJson(
            new JsonObject()
                .put("call", call)
                .put("status", status)
                .put("code", code)
                .put("message", message)
                .put("times", 99)));
  }

  private void upload() throws Exception {
    home.hub.await(
        home.upload(
            AgentHome.backup("aaaa0001", SIZE), () -> new ByteArrayInputStream(new byte[SIZE])));
  }

  @Test
  void the_support_package_does_not_quote_who_is_logged_in() throws Exception {
    refuse(
        "files_list",
        400,
        "X",
        "User " + home.cloud.email().toUpperCase(Locale.ROOT) + " has no files");

    ClientAnswer answer = home.call("support_package", Values.empty());

    assertThat(String.valueOf(answer))
        .contains("has no files")
        .doesNotContainIgnoringCase(home.cloud.email());
  }

  @Test
  void a_locked_account_is_told_as_such_and_not_as_a_trouble_of_the_network() throws Exception {
    home.hub.advance(Duration.ofHours(2));
    refuse("InitiateAuth", 400, "NotAuthorizedException", "User is disabled.");
    int before = home.asked("InitiateAuth");

    assertThatThrownBy(this::upload)
        .hasMessageContaining("This account is locked.")
        .hasMessageNotContaining("network");
    assertThat(home.asked("InitiateAuth")).isEqualTo(before + 1);
    assertThat(home.hub.shownIssues()).containsKey("upload_failed");
  }

  @Test
  void words_of_the_store_are_told_as_they_were_meant() throws Exception {
    refuse("object_put", 403, "AccessDenied", "You don't have \"write\" & <list> here");

    assertThatThrownBy(this::upload).hasMessageContaining("You don't have \"write\" & <list> here");
  }

  @Test
  void what_was_stored_is_not_sent_again_because_its_answer_was_lost() throws Exception {
    home.fault(FaultRule.of("object_put", FaultAction.RESET).ofTheAnswer());

    upload();

    assertThat(home.asked("object_put")).isEqualTo(1);
    assertThat(home.listed()).containsExactly("aaaa0001");
  }

  @Test
  void an_address_may_be_pasted_with_what_nobody_sees() {
    assertThat(CloudAccount.address("\u00a0 Demo@Example.org\u200b\n"))
        .isEqualTo("demo@example.org");
  }
}
