package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The storage API and service discovery. */
class StorageTest extends CloudTest {

  @Test
  void what_was_uploaded_is_listed_and_downloaded_byte_by_byte() {
    CloudFixture.Answer uploaded = session.upload(KEY, CONTENT);

    assertThat(uploaded.status()).as("%s", uploaded).isEqualTo(200);
    JsonObject entry = session.list(true).getJsonObject(0);
    assertThat(entry.getString("Key")).isEqualTo(KEY);
    assertThat(entry.getLong("Size")).isEqualTo(CONTENT.length);
    assertThat(entry.getString("LastModified")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    assertThat(entry.getJsonObject("Metadata"))
        .isEqualTo(CloudFixture.METADATA.copy().put("storage-type", "backup"));
    assertThat(session.download(KEY).body()).isEqualTo(CONTENT);
  }

  @Test
  void an_upload_of_the_same_name_replaces_the_one_before() {
    session.upload(KEY, new byte[100]);
    session.upload(KEY, CONTENT);

    assertThat(session.list(true)).hasSize(1);
    assertThat(session.download(KEY).body()).isEqualTo(CONTENT);
    assertThat(directory.resolve("data").toFile().list()).hasSize(1);
  }

  @Test
  void discovery_names_an_address_of_this_server_for_each_action() {
    JsonObject discovery = fixture.send(fixture.request("/.well-known/service-discovery")).json();

    assertThat(discovery.getJsonObject("actions").fieldNames())
        .contains(
            "storage_files_upload",
            "storage_files_list",
            "storage_files_download",
            "storage_files_delete");
    assertThat(discovery.getJsonObject("actions").stream().map(it -> (String) it.getValue()))
        .allMatch(it -> it.startsWith(fixture.emulator.url() + "/"));
    assertThat(discovery.getLong("valid_for")).isPositive();
    assertThat(discovery.getString("version")).isNotEmpty();
  }

  @Test
  void a_list_that_was_asked_for_before_does_not_know_of_an_upload() {
    assertThat(session.list(false)).isEmpty();
    session.upload(KEY, CONTENT);

    assertThat(session.list(false)).isEmpty();
    assertThat(session.list(true)).hasSize(1);
    assertThat(session.list(false)).hasSize(1);
  }

  @Test
  void a_list_is_told_anew_after_a_minute() {
    session.list(false);
    session.upload(KEY, CONTENT);
    fixture.emulator.advanceClock(Duration.ofSeconds(60)).await();

    assertThat(session.list(false)).hasSize(1);
  }

  @Test
  void what_was_deleted_is_gone() {
    session.upload(KEY, CONTENT);

    assertThat(session.delete(KEY).status()).isEqualTo(200);
    assertThat(session.list(false)).isEmpty();
    assertThat(session.downloadDetails(KEY).status()).isEqualTo(404);
    assertThat(session.delete(KEY).status()).isEqualTo(404);
    assertThat(directory.resolve("data")).isEmptyDirectory();
  }

  @Test
  void nobody_sees_the_files_of_another_user() {
    session.upload(KEY, CONTENT);
    fixture.control(
        "POST", "seed", "{\"users\":[{\"email\":\"b@example.org\",\"password\":\"secret99\"}]}");
    CloudFixture.Session other = fixture.session("b@example.org");

    assertThat(other.list(true)).isEmpty();
    assertThat(other.downloadDetails(KEY).status()).isEqualTo(404);
    assertThat(other.delete(KEY).status()).isEqualTo(404);
    assertThat(session.list(true)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"4999999999, 200", "5000000000, 400", "14358124749, 400"})
  void a_file_must_be_smaller_than_five_gigabytes(long size, int status) {
    CloudFixture.Answer answer =
        session.details(CloudFixture.Session.details(KEY, CloudFixture.md5(CONTENT), size));

    assertThat(answer.status()).isEqualTo(status);
    if (status != 200) {
      assertThat(answer.message()).startsWith("NC-SH-FH-03");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "storage_type | \"photos\"",
        "storage_type | null",
        "filename     | \"a/b.tar\"",
        "filename     | \"..\"",
        "filename     | \"\"",
        "filename     | 7",
        "md5          | \"781e5e245d69b566979b86e28d23f2c7\"",
        "md5          | \"Aw==\"",
        "md5          | \"?\"",
        "size         | 0",
        "size         | -1",
        "size         | 1.5",
        "size         | \"10\"",
        "metadata     | \"{}\"",
        "metadata     | null",
      })
  void details_of_an_upload_that_make_no_sense_are_refused(String field, String value) {
    JsonObject wanted =
        CloudFixture.Session.details(KEY, CloudFixture.md5(CONTENT), CONTENT.length)
            .put(field, new JsonObject("{\"it\":" + value + "}").getValue("it"));

    CloudFixture.Answer answer = session.details(wanted);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.message()).contains(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "\"x\""})
  void a_body_that_is_no_object_is_refused_with_a_message(String body) {
    CloudFixture.Answer answer = session.api("GET", "/files/upload_details", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("not a JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer x.y.z", "Bearer a", "Basic YTpi", "Bearer e30.e30.e30"})
  void without_a_token_nothing_is_told(String authorization) {
    CloudFixture.Answer answer =
        fixture.send(fixture.request("/v2/files/backup").header("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).isEqualTo("Unauthorized");
  }

  @Test
  void a_token_that_was_changed_is_refused() {
    String[] parts = session.token().split("\\.", -1);
    CloudFixture.Session forged =
        new CloudFixture.Session(
            fixture, parts[0] + "." + parts[1].substring(0, 40) + "." + parts[2]);

    assertThat(forged.api("GET", "/v2/files/backup", "").status()).isEqualTo(401);
  }

  @Test
  void a_token_is_good_for_an_hour() {
    fixture.emulator.advanceClock(Duration.ofHours(1)).await();

    CloudFixture.Answer answer = session.api("GET", "/v2/files/backup", "");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).isEqualTo("The incoming token has expired");
  }

  @Test
  void tokens_run_out_at_once_and_new_ones_do_not() {
    fixture.emulator.expireTokens().await();

    assertThat(session.api("GET", "/v2/files/backup", "").status()).isEqualTo(401);
    assertThat(fixture.session().api("GET", "/v2/files/backup", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"-6, 200", "-9, 403"})
  void a_subscription_that_ended_has_a_week_of_grace(int days, int status) {
    String end = LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
    fixture.emulator.endSubscription(fixture.emulator.email(), end).await();

    CloudFixture.Answer answer = session.api("GET", "/v2/files/backup", "");

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"soon\""})
  void a_subscription_without_an_end_that_makes_sense_is_none(String end) {
    fixture.control(
        "POST", "users", "{\"email\":\"demo@example.org\",\"sub_exp\":%s}".formatted(end));

    assertThat(session.api("GET", "/v2/files/backup", "").status()).isEqualTo(403);
  }

  @Test
  void a_subscription_and_a_connection_are_told() {
    JsonObject subscription = session.api("GET", "/payments/subscription_info", "").json();

    assertThat(subscription.getBoolean("renewal_active")).isTrue();
    assertThat(subscription.getLong("plan_renewal_date")).isGreaterThan(1_700_000_000L);
    assertThat(subscription.getString("human_description")).contains("until");
    assertThat(session.api("GET", "/instance/connection", "").json())
        .isEqualTo(new JsonObject().put("connected", false));
  }

  @Test
  void an_address_that_is_none_is_answered_with_a_message() {
    CloudFixture.Answer answer = session.api("GET", "/nowhere", "");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).isEqualTo("Not Found");
  }
}
