package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.homekeep.checks.Patience;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controls under {@code /_emulator}, as programs in any language use them. */
class ControlTest extends EmulatorTest {
  private static final String BY_NAME = "b2_download_file_by_name";

  @Test
  void time_that_is_advanced_ages_tokens_and_does_what_is_due() {
    session.call(
        "b2_update_bucket",
        new JsonObject()
            .put("accountId", fixture.emulator.accountId())
            .put("bucketId", fixture.bucketId())
            .put(
                "lifecycleRules",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("fileNamePrefix", "")
                            .put("daysFromUploadingToHiding", 1))));
    session.upload(fixture.bucketId(), "a", CONTENT);

    Fixture.Answer answer = control("POST", "clock", "{\"advance_s\":86401}");

    assertThat(answer.json().getLong("ahead_s")).isEqualTo(86_401);
    assertThat(answer.json().getLong("now")).isGreaterThan(System.currentTimeMillis() + 86_000_000);
    assertThat(session.get("/file/" + Fixture.BUCKET + "/a").code())
        .isEqualTo("expired_auth_token");
    assertThat(fixture.master().get("/file/" + Fixture.BUCKET + "/a").status()).isEqualTo(404);
    assertThat(control("GET", "clock", "").json().getLong("ahead_s")).isEqualTo(86_401);
  }

  @Test
  void tokens_run_out_at_once() {
    control("POST", "expire-tokens", "");

    assertThat(session.call("b2_list_buckets", account()).code()).isEqualTo("expired_auth_token");
  }

  @Test
  void a_reset_leaves_the_account_with_an_empty_bucket() {
    session.upload(fixture.bucketId(), "a", CONTENT);
    session.startLarge(fixture.bucketId(), "b");
    ApplicationKey key = fixture.key(List.of("listFiles"), List.of(), Optional.empty());
    fixture.fault("{\"call\":\"*\",\"status\":500,\"times\":1000}");
    control("POST", "clock", "{\"advance_s\":1000}");
    control("POST", "line", "{\"bytes_per_second\":1}");

    Fixture.Answer answer = control("POST", "reset", "");

    assertThat(answer.json().getString("bucket")).isEqualTo(Fixture.BUCKET);
    assertThat(session.call("b2_list_buckets", account()).code()).isEqualTo("bad_auth_token");
    assertThat(fixture.authorize(2, key.keyId(), key.applicationKey()).status()).isEqualTo(401);
    assertThat(fixture.bucketId()).isEqualTo(answer.json().getString("bucket_id"));
    assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
    assertThat(fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await()).isEmpty();
    assertThat(directory.resolve("data")).isEmptyDirectory();
    assertThat(control("GET", "clock", "").json().getLong("ahead_s")).isZero();
    assertThat(control("GET", "line", "").json().getLong("up_bytes_per_second")).isZero();
  }

  @Test
  void buckets_keys_and_files_are_there_from_the_start() {
    Fixture.Answer answer =
        control(
            "POST",
            "seed",
            """
            {"buckets": [{"name": "kept-for-long", "file_lock": true,
                          "default_retention":
                            {"mode": "governance", "period": {"duration": 7, "unit": "days"}},
                          "lifecycle_rules":
                            [{"fileNamePrefix": "", "daysFromHidingToDeleting": 1}]}],
             "keys": [{"name": "reader", "key_id": "0020reader", "application_key": "K002secret",
                       "capabilities": ["listFiles", "readFiles"], "buckets": ["kept-for-long"],
                       "name_prefix": "ha/"}],
             "files": [{"bucket": "kept-for-long", "name": "ha/a.txt", "content": "für dich",
                        "content_type": "text/plain", "info": {"note": "1"},
                        "uploaded_at": 1700000000000},
                       {"bucket": "kept-for-long", "name": "ha/b", "base64": "AAEC"},
                       {"name": "big", "size": 200000},
                       {"name": "hidden", "content": "x"},
                       {"name": "hidden", "action": "hide"},
                       {"name": "begun", "action": "start"}]}
            """);

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.json().getJsonArray("files")).hasSize(6);
    Fixture.Session reader = fixture.session(2, "0020reader", "K002secret");
    Fixture.Answer file = reader.get("/file/kept-for-long/ha/a.txt");
    assertThat(file.text()).isEqualTo("für dich");
    assertThat(file.header("X-Bz-Upload-Timestamp")).isEqualTo("1700000000000");
    assertThat(file.header("X-Bz-Info-note")).isEqualTo("1");
    assertThat(reader.get("/file/kept-for-long/ha/b").body()).containsExactly(0, 1, 2);
    assertThat(session.get("/file/kept-for-long/ha/b").header("X-Bz-File-Retention-Mode"))
        .isEqualTo("governance");
    Fixture.Answer big = session.get("/file/" + Fixture.BUCKET + "/big");
    assertThat(big.body()).hasSize(200_000);
    assertThat(big.header("X-Bz-Content-Sha1")).isEqualTo(Fixture.sha1(big.body()));
    assertThat(session.get("/file/" + Fixture.BUCKET + "/hidden").status()).isEqualTo(404);
    assertThat(fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed  | {'bukets':[]}                               | \"bukets\" is not known",
        "seed  | {'buckets':[{'name':'X'}]}                  | Invalid bucket name",
        "seed  | {'buckets':[7]}                             | must be an object",
        "seed  | {'buckets':7}                               | must be an array",
        "seed  | {'keys':[{'capabilities':['fly']}]}         | Invalid capability: fly",
        "seed  | {'files':[{'bucket':'nowhere','name':'a'}]} | There is no bucket nowhere",
        "seed  | {'files':[{'name':'a','action':'eat'}]}     | upload, start or hide",
        "seed  | {'buckets':[{'name':'locked','lock':true}]} | \"lock\" is not known",
        "seed  | {'keys':[{'prefix':'ha/'}]}                 | \"prefix\" is not known",
        "seed  | {'files':[{'name':'a','bytes':7}]}          | \"bytes\" is not known",
        "seed  | {'files':[{'name':'a','base64':'?'}]}       | base64",
        "seed  | {'files':[{'name':'a','size':-1}]}          | size",
        "clock | {'advance_s':-1}                            | time does not go back",
        "clock | {}                                          | \"advance_s\" is missing",
        "clock | {'advance_s':'soon'}                        | must be an integer",
        "line  | {'bytes_per_second':-1}                     | at least 0",
        "line  | {'rate':1}                                  | \"rate\" is not known",
        "line  | [1]                                         | takes a JSON object",
      })
  void what_makes_no_sense_is_refused_with_the_reason(String resource, String body, String reason) {
    Fixture.Answer answer = control("POST", resource, body.replace('\'', '"'));

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().getString("message")).contains(reason);
  }

  @Test
  void an_unknown_control_is_answered_with_those_that_there_are() {
    Fixture.Answer unknown = control("POST", "earthquake", "");
    Fixture.Answer wrong = control("DELETE", "clock", "");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().getString("message")).contains("POST clock", "POST reset");
    assertThat(wrong.status()).isEqualTo(405);
  }

  @Test
  void calls_are_counted_by_class_and_by_name() {
    session.upload(fixture.bucketId(), "a", CONTENT);
    control("DELETE", "counters", "");
    String bucketId = fixture.bucketId();
    session.upload(bucketId, "b", CONTENT);
    session.get("/file/" + Fixture.BUCKET + "/b");
    session.get("/file/" + Fixture.BUCKET + "/none");

    JsonObject counters = control("GET", "counters", "").json();

    // The bucket was asked for with an authorisation and a list.
    assertThat(counters.getJsonObject("classes"))
        .isEqualTo(new JsonObject().put("A", 2).put("B", 2).put("C", 2));
    assertThat(counters.getJsonObject("calls").getJsonObject("b2_upload_file"))
        .isEqualTo(
            new JsonObject()
                .put("requests", 1)
                .put("bytes_received", 10)
                .put("bytes_sent", uploadAnswer()));
    assertThat(counters.getJsonObject("calls").getJsonObject(BY_NAME).getLong("requests"))
        .isEqualTo(2);
    assertThat(counters.getInteger("most_uploads")).isEqualTo(1);
    assertThat(counters.getInteger("uploads_now")).isZero();
    assertThat(fixture.emulator.counters().await()).isEqualTo(counters);
  }

  private long uploadAnswer() {
    return fixture.emulator.requests().await().stream()
        .filter(it -> it.call().equals("b2_upload_file"))
        .reduce((first, last) -> last)
        .orElseThrow()
        .bytesSent();
  }

  @Test
  void the_most_uploads_at_a_time_are_known() {
    add(FaultRule.of("b2_upload_file", FaultAction.STALL).afterBytes(2).times(2));
    List<CompletableFuture<Fixture.Answer>> stalled = List.of(uploading("a"), uploading("b"));
    Patience.await(() -> uploads("uploads_now") == 2);
    session.upload(fixture.bucketId(), "c", CONTENT);

    assertThat(uploads("most_uploads")).isEqualTo(3);
    assertThat(stalled).noneMatch(CompletableFuture::isDone);
  }

  private CompletableFuture<Fixture.Answer> uploading(String name) {
    HttpRequest.Builder request =
        session.uploadRequest(session.uploadUrl(fixture.bucketId()), name, CONTENT);
    // The pool of the JDK has one thread alone where there are two processors.
    return CompletableFuture.supplyAsync(
        () -> fixture.send(request), task -> new Thread(task).start());
  }

  private int uploads(String which) {
    return control("GET", "counters", "").json().getInteger(which);
  }

  @Test
  void the_log_tells_paths_and_headers_and_no_credentials() {
    JsonObject url = session.uploadUrl(fixture.bucketId());
    fixture.send(session.uploadRequest(url, "a b", CONTENT).header("X-Bz-Info-note", "1"));
    fixture.send(
        fixture.request(
            "/file/%s/a%%20b?Authorization=%s".formatted(Fixture.BUCKET, session.token())));

    Fixture.Answer log = control("GET", "requests", "");

    JsonArray requests = log.json().getJsonArray("requests");
    JsonObject upload = requests.getJsonObject(requests.size() - 2);
    assertThat(upload.getString("path"))
        .isEqualTo(URI.create(url.getString("uploadUrl")).getPath());
    assertThat(upload.getJsonObject("headers").getString("x-bz-file-name")).isEqualTo("a+b");
    assertThat(upload.getJsonObject("headers").getString("x-bz-info-note")).isEqualTo("1");
    assertThat(upload.getJsonObject("headers").fieldNames()).doesNotContain("authorization");
    assertThat(requests.getJsonObject(requests.size() - 1).getString("path"))
        .isEqualTo("/file/%s/a%%20b?Authorization=***".formatted(Fixture.BUCKET));
    assertThat(log.text())
        .doesNotContain(session.token())
        .doesNotContain(url.getString("authorizationToken"));
  }

  @Test
  void a_rule_for_a_key_leaves_others_alone() {
    ApplicationKey key = fixture.key(Capabilities.ALL, List.of(), Optional.empty());
    Fixture.Session other = fixture.session(2, key);
    fixture.fault(
        "{\"call\":\"*\",\"status\":500,\"times\":1000,\"key_id\":\"%s\"}".formatted(key.keyId()));

    assertThat(session.upload(fixture.bucketId(), "a", CONTENT).status()).isEqualTo(200);
    assertThat(other.call("b2_list_buckets", account()).status()).isEqualTo(500);
    assertThat(other.get("/file/" + Fixture.BUCKET + "/a").status()).isEqualTo(500);
    assertThat(fixture.authorize(4, key.keyId(), key.applicationKey()).status()).isEqualTo(500);
    assertThat(fixture.authorize(4, key.keyId(), "wrong").status()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_rule_for_a_bucket_leaves_others_alone(boolean byName) {
    String otherId = fixture.emulator.createBucket("other-bucket").await();
    String bucketId = fixture.bucketId();
    String file = session.upload(bucketId, "a", CONTENT).json().getString("fileId");
    String large = session.startLarge(bucketId, "large");
    JsonObject url = session.uploadUrl(bucketId);
    fixture.fault(
        new JsonObject()
            .put("call", "*")
            .put("status", 500)
            .put("times", 1000)
            .put("bucket", byName ? Fixture.BUCKET : bucketId)
            .encode());

    assertThat(session.upload(otherId, "a", CONTENT).status()).isEqualTo(200);
    assertThat(session.get("/file/other-bucket/a").status()).isEqualTo(200);
    assertThat(fixture.send(session.uploadRequest(url, "b", CONTENT)).status()).isEqualTo(500);
    assertThat(session.get("/file/" + Fixture.BUCKET + "/a").status()).isEqualTo(500);
    assertThat(session.get("/b2api/v2/b2_download_file_by_id?fileId=" + file).status())
        .isEqualTo(500);
    assertThat(
            session.call("b2_list_file_names", new JsonObject().put("bucketId", bucketId)).status())
        .isEqualTo(500);
    assertThat(
            session.call("b2_list_buckets", account().put("bucketName", Fixture.BUCKET)).status())
        .isEqualTo(500);
    assertThat(
            session.call("b2_get_upload_part_url", new JsonObject().put("fileId", large)).status())
        .isEqualTo(500);
  }

  @Test
  void whoever_asks_for_another_address_gets_one_of_another_pod() {
    String bucketId = fixture.bucketId();
    JsonObject first = session.uploadUrl(bucketId);
    JsonObject second = session.uploadUrl(bucketId);
    fixture.fault(
        "{\"call\":\"b2_upload_file\",\"status\":503,\"times\":1000,\"pod\":%d}"
            .formatted(Pods.of(place(first)).orElseThrow()));

    assertThat(fixture.send(session.uploadRequest(first, "a", CONTENT)).status()).isEqualTo(503);
    assertThat(fixture.send(session.uploadRequest(second, "a", CONTENT)).status()).isEqualTo(200);
    assertThat(session.upload(bucketId, "b", CONTENT).status()).isEqualTo(503);
    assertThat(session.upload(bucketId, "b", CONTENT).status()).isEqualTo(200);
  }

  @Test
  void a_token_of_one_address_is_refused_at_another() {
    JsonObject first = session.uploadUrl(fixture.bucketId());
    JsonObject second = session.uploadUrl(fixture.bucketId());
    HttpRequest.Builder request =
        session
            .uploadRequest(first, "a", CONTENT)
            .setHeader("Authorization", second.getString("authorizationToken"));

    assertThat(fixture.send(request).code()).isEqualTo("bad_auth_token");
  }

  private static String place(JsonObject url) {
    return URI.create(url.getString("uploadUrl"))
        .getPath()
        .substring("/b2api/v2/b2_upload_file/".length());
  }

  @Test
  void the_second_pod_may_have_a_port_of_its_own() {
    try (Fixture two =
        Fixture.with(
            WatchedVertx.create(),
            B2EmulatorOptions.in(directory.resolve("two"))
                .firstBucket(Fixture.BUCKET)
                .secondPod(0))) {
      Fixture.Session master = two.master();
      JsonObject first = master.uploadUrl(two.bucketId());
      JsonObject second = master.uploadUrl(two.bucketId());

      assertThat(port(first)).isEqualTo(URI.create(two.emulator.url()).getPort());
      assertThat(port(second)).isNotEqualTo(port(first));
      assertThat(two.send(master.uploadRequest(first, "a", CONTENT)).status()).isEqualTo(200);
      assertThat(two.send(master.uploadRequest(second, "b", CONTENT)).status()).isEqualTo(200);
    }
  }

  private static int port(JsonObject url) {
    return URI.create(url.getString("uploadUrl")).getPort();
  }

  @Test
  void all_uploads_share_the_line_and_so_do_all_downloads() {
    byte[] content = new byte[4_000];
    String bucketId = fixture.bucketId();
    fixture.emulator.limitLine(20_000, 10_000).await();

    long start = System.nanoTime();
    session.upload(bucketId, "a", content);
    session.upload(bucketId, "b", content);
    long between = System.nanoTime();
    session.get("/file/" + Fixture.BUCKET + "/a");
    session.get("/file/" + Fixture.BUCKET + "/b");
    long end = System.nanoTime();

    assertThat(Duration.ofNanos(between - start)).isGreaterThan(Duration.ofMillis(395));
    assertThat(Duration.ofNanos(end - between)).isGreaterThan(Duration.ofMillis(795));
  }

  private JsonObject account() {
    return new JsonObject().put("accountId", fixture.emulator.accountId());
  }

  private void add(FaultRule rule) {
    fixture.emulator.faults().add(rule).await();
  }

  private Fixture.Answer control(String method, String resource, String body) {
    return fixture.send(
        fixture
            .request("/_emulator/" + resource)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }
}
