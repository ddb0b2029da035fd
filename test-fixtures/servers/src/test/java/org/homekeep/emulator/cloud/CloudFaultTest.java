package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of each part of the service, in its own words. */
class CloudFaultTest extends CloudTest {

  @ParameterizedTest
  @CsvSource({
    "400, TooManyRequestsException, TooManyRequestsException",
    "500, internal_error, InternalErrorException",
    "400, '', InvalidParameterException"
  })
  void the_identity_service_fails_with_a_type(int status, String code, String type) {
    JsonObject fault = new JsonObject().put("call", "InitiateAuth").put("status", status);
    fixture.fault((code.isEmpty() ? fault : fault.put("code", code)).encode());

    CloudFixture.Answer answer = new Login(fixture).begin(Users.FIRST, "2");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(type);
  }

  @Test
  void the_api_fails_with_a_message_that_begins_with_the_code() {
    fixture.fault("{\"call\":\"files_list\",\"status\":400,\"code\":\"NC-CE-02\"}");
    fixture.fault("{\"call\":\"files_delete\",\"status\":502,\"message\":\"Try later.\"}");

    assertThat(session.api("GET", "/v2/files/backup", "").message()).startsWith("NC-CE-02");
    assertThat(session.delete(KEY).json()).isEqualTo(new JsonObject().put("message", "Try later."));
  }

  @Test
  void the_store_fails_with_xml() {
    fixture.fault(
        "{\"call\":\"object_put\",\"status\":503,\"message\":\"Slow <down>.\",\"times\":1}");

    CloudFixture.Answer answer = session.upload(KEY, CONTENT);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text())
        .contains("<Code>ServiceUnavailable</Code>", "<Message>Slow &lt;down&gt;.</Message>");
  }

  @Test
  void an_upload_that_is_stored_may_be_answered_with_an_error() {
    fixture.fault("{\"call\":\"object_put\",\"status\":500,\"at\":\"answer\"}");

    assertThat(session.upload(KEY, CONTENT).status()).isEqualTo(500);
    assertThat(session.download(KEY).body()).isEqualTo(CONTENT);
  }

  @Test
  void a_byte_that_changes_on_its_way_is_noticed() {
    add(FaultRule.of("object_put", FaultAction.CORRUPT).afterBytes(3));

    assertThat(session.upload(KEY, CONTENT).text()).contains("BadDigest");
  }

  @Test
  void a_download_may_end_early() {
    session.upload(KEY, new byte[100_000]);
    add(FaultRule.of("object_get", FaultAction.TRUNCATE));

    assertThatThrownBy(
            () ->
                fixture.trySend(
                    fixture.request(session.downloadDetails(KEY).json().getString("url"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void each_call_fails_by_its_name() {
    for (String call :
        new String[] {"service_discovery", "subscription_info", "instance_connection"}) {
      fixture.fault("{\"call\":\"%s\",\"status\":418}".formatted(call));
    }

    assertThat(session.api("GET", "/.well-known/service-discovery", "").status()).isEqualTo(418);
    assertThat(session.api("GET", "/payments/subscription_info", "").status()).isEqualTo(418);
    assertThat(session.api("GET", "/instance/connection", "").status()).isEqualTo(418);
  }

  private void add(FaultRule rule) {
    fixture.emulator.faults().add(rule).await();
  }
}
