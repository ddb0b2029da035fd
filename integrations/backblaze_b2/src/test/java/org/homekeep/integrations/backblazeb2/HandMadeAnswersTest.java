package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the form says of answers that no emulator gives: half ones, and those of other servers. */
class HandMadeAnswersTest extends FlowTest {
  private static final String NOTHING_SAID = "listFiles, readFiles, writeFiles";

  private static JsonObject authorized(String allowed) {
    return authorized("http://here", allowed);
  }

  /**
   * An answer of {@code b2_authorize_account}.
   *
   * @param url where all calls go
   * @param allowed goes on with the object, in single quotes
   */
  static JsonObject authorized(String url, String allowed) {
    return new JsonObject(
        """
        {"accountId": "a1", "authorizationToken": "4_token", "apiInfo": {"storageApi": {
          "apiUrl": "http://here", "downloadUrl": "http://here", "s3ApiUrl": "http://here",
          "recommendedPartSize": 100000000, "absoluteMinimumPartSize": 5000000%s}}}
        """
            .formatted(allowed.replace('\'', '"'))
            .replace("http://here", url));
  }

  private static JsonObject buckets(String... names) {
    JsonArray buckets = new JsonArray();
    for (String name : names) {
      buckets.add(
          new JsonObject(
              """
              {"accountId": "a1", "bucketId": "b1", "bucketName": "%s", "bucketType": "allPrivate",
               "bucketInfo": {}, "corsRules": [], "lifecycleRules": [], "revision": 1,
               "fileLockConfiguration": {"isClientAuthorizedToRead": false, "value": null},
               "defaultServerSideEncryption": {"isClientAuthorizedToRead": false, "value": null}}
              """
                  .formatted(name)));
    }
    return new JsonObject().put("buckets", buckets);
  }

  /** Asks the form with a server that gives these answers, whatever they are. */
  private StepResult ask(int status, String authorize, String listBuckets) throws Exception {
    var server =
        hub.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      boolean first = request.path().endsWith("b2_authorize_account");
                      String here = "http://" + request.authority();
                      request
                          .response()
                          .setStatusCode(first ? status : 200)
                          .putHeader("Content-Type", "application/json")
                          .end(first ? authorize.replace("http://here", here) : listBuckets);
                    })
                .listen(0, "127.0.0.1"));
    hub.set("service_url", "http://127.0.0.1:" + server.actualPort());
    return submit(flow(), input("key", "secret", BUCKET, ""));
  }

  private static void assertError(StepResult answer, String field, String error) {
    assertThat(form(answer).errors()).containsExactly(Map.entry(field, error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                       | missing",
        ", 'allowed': {}                                          | empty",
        ", 'allowed': {'capabilities': [], 'buckets': null}       | no capabilities",
      })
  void a_key_of_which_nothing_is_said_lacks_everything(String allowed, String why)
      throws Exception {
    StepResult answer =
        ask(
            200,
            authorized(allowed.equals("''") ? "" : allowed).encode(),
            buckets(BUCKET).encode());

    assertThat(form(answer).errors())
        .as(why)
        .containsExactly(Map.entry("base", "invalid_capability"));
    assertThat(form(answer).placeholders()).containsEntry("missing_capabilities", NOTHING_SAID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'id':'1','name':null}]                         | invalid_bucket_name | ",
        "[{'id':'1'},{'id':'2','name':null}]              | invalid_bucket_name | ",
        "[{'id':'1','name':null},{'id':'2','name':'two'}] | restricted_bucket   | two",
        "[{'id':'1','name':'one'},{'id':'2','name':'two'}] | restricted_bucket  | one, two",
      })
  void the_buckets_of_a_key_are_compared_by_name(String list, String error, String names)
      throws Exception {
    StepResult answer =
        ask(
            200,
            authorized(", 'allowed': {'capabilities': [], 'buckets': %s}".formatted(list)).encode(),
            buckets(BUCKET).encode());

    assertError(answer, "bucket", error);
    if (names != null) {
      assertThat(form(answer).placeholders()).containsEntry("restricted_bucket_name", names);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>Log in to the hotel's network</html>",
        "{}",
        "[]",
        "{'accountId': 'a1', 'authorizationToken': '4_token'}",
        "{'accountId': 'a1', 'apiInfo': {'storageApi': {'apiUrl': 'http://here'}}}",
      })
  void an_answer_that_is_not_one_of_b2s_means_that_b2_cannot_be_reached(String authorize)
      throws Exception {
    assertError(
        ask(200, authorize.replace('\'', '"'), buckets(BUCKET).encode()), "base", "cannot_connect");
  }

  @Test
  void neither_does_a_list_of_buckets_that_is_none() throws Exception {
    String authorize = authorized(", 'allowed': {'capabilities': [], 'buckets': null}").encode();

    assertError(ask(200, authorize, "<html>"), "base", "cannot_connect");
    assertError(ask(200, authorize, buckets().encode()), "bucket", "invalid_bucket_name");
    assertError(
        ask(200, authorize, buckets("home-backups-2").encode()), "bucket", "invalid_bucket_name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {'code':'bad_auth_token','message':'','status':401} | invalid_credentials",
        "401 | <html>                                              | invalid_credentials",
        "503 | <html>                                              | cannot_connect",
        "302 | moved                                               | cannot_connect",
        "400 | {'code':'bad_request','message':'No.','status':400} | bad_request",
        "418 | teapot                                              | unknown",
      })
  void an_error_without_words_is_an_error_all_the_same(int status, String body, String error)
      throws Exception {
    assertError(ask(status, body.replace('\'', '"'), ""), "base", error);
  }

  @Test
  void what_is_added_to_an_answer_one_day_does_no_harm() throws Exception {
    JsonObject authorize =
        authorized(
                ", 'later': 1, 'allowed': {'capabilities': ['listFiles', 'readFiles', 'writeFiles'],"
                    + " 'buckets': null, 'later': {}}")
            .put("later", new JsonArray().add(1));

    assertThat(ask(200, authorize.encode(), buckets(BUCKET).put("later", 1).encode()))
        .isInstanceOf(ConfigStep.CreateEntry.class);
  }
}
