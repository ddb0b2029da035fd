package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of b2-and-cloud.md §C.2 on each version of the API, by POST and, to read, by GET. */
class VersionsTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  /** Each call with a field of its answer; those that only read first. */
  private static final Map<String, String> READS =
      Map.of(
          "b2_list_buckets", "buckets",
          "b2_get_upload_url", "uploadUrl",
          "b2_get_upload_part_url", "uploadUrl",
          "b2_list_parts", "parts",
          "b2_list_unfinished_large_files", "files",
          "b2_list_file_names", "files",
          "b2_list_file_versions", "files",
          "b2_get_file_info", "fileName",
          "b2_get_download_authorization", "authorizationToken",
          "b2_list_keys", "keys");

  private static final Map<String, String> WRITES =
      Map.ofEntries(
          Map.entry("b2_create_bucket", "revision"),
          Map.entry("b2_update_bucket", "revision"),
          Map.entry("b2_delete_bucket", "bucketName"),
          Map.entry("b2_start_large_file", "fileId"),
          Map.entry("b2_finish_large_file", "contentLength"),
          Map.entry("b2_cancel_large_file", "fileName"),
          Map.entry("b2_hide_file", "fileId"),
          Map.entry("b2_delete_file_version", "fileId"),
          Map.entry("b2_copy_file", "fileId"),
          Map.entry("b2_copy_part", "contentSha1"),
          Map.entry("b2_create_key", "applicationKey"),
          Map.entry("b2_delete_key", "applicationKeyId"),
          Map.entry("b2_update_file_retention", "fileRetention"),
          Map.entry("b2_update_file_legal_hold", "legalHold"));

  @TempDir static Path directory;
  private static Fixture fixture;
  private static ReadyCalls ready;
  private static String bucketId;

  @BeforeAll
  static void start() {
    fixture = Fixture.in(directory);
    ready = ReadyCalls.in(fixture);
    bucketId = ready.bucketId();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  static Stream<Arguments> readsAndVersions() {
    return each(READS);
  }

  static Stream<Arguments> writesAndVersions() {
    return each(WRITES);
  }

  private static Stream<Arguments> each(Map<String, String> calls) {
    return calls.keySet().stream()
        .sorted()
        .flatMap(call -> IntStream.rangeClosed(1, 4).mapToObj(it -> Arguments.of(call, it)));
  }

  @ParameterizedTest(name = "{0} on version {1}")
  @MethodSource("readsAndVersions")
  void a_call_that_reads_is_answered_by_post_and_by_get(String call, int version) {
    Fixture.Session session = session(version);
    JsonObject params = ready.params(call);

    Fixture.Answer posted = session.call(call, params);
    Fixture.Answer got =
        session.get(
            "/b2api/v%d/%s?%s"
                .formatted(
                    version,
                    call,
                    params.stream()
                        .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                        .collect(Collectors.joining("&"))));

    assertThat(posted.status()).as("%s", posted).isEqualTo(200);
    assertThat(posted.json().getValue(READS.get(call))).isNotNull();
    assertThat(got.status()).as("%s", got).isEqualTo(200);
    assertThat(got.json().fieldNames()).isEqualTo(posted.json().fieldNames());
  }

  @ParameterizedTest(name = "{0} on version {1}")
  @MethodSource("writesAndVersions")
  void a_call_that_changes_something_is_answered_by_post_alone(String call, int version) {
    Fixture.Session session = session(version);

    Fixture.Answer got = session.get("/b2api/v%d/%s".formatted(version, call));
    Fixture.Answer posted = session.call(call, ready.params(call));

    assertThat(got.status()).isEqualTo(405);
    assertThat(posted.status()).as("%s", posted).isEqualTo(200);
    assertThat(posted.json().getValue(WRITES.get(call))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void files_and_parts_go_up_and_come_down(int version) {
    Fixture.Session session = session(version);

    JsonObject file = session.upload(bucketId, ReadyCalls.next("file"), CONTENT).json();
    String large = session.startLarge(bucketId, ReadyCalls.next("large"));
    assertThat(session.uploadPart(large, 1, CONTENT).status()).isEqualTo(200);
    JsonObject finished = session.finishLarge(large, List.of(Fixture.sha1(CONTENT))).json();

    assertThat(byId(session, file).text()).isEqualTo("content");
    assertThat(byId(session, file).header("X-Bz-Content-Sha1")).isEqualTo(Fixture.sha1(CONTENT));
    assertThat(byId(session, finished).text()).isEqualTo("content");
    assertThat(byId(session, finished).header("X-Bz-Content-Sha1")).isEqualTo("none");
    assertThat(
            session
                .call(
                    "b2_download_file_by_id",
                    new JsonObject().put("fileId", file.getString("fileId")))
                .text())
        .isEqualTo("content");
  }

  private static Fixture.Answer byId(Fixture.Session session, JsonObject file) {
    return session.get(
        "/b2api/v%d/b2_download_file_by_id?fileId=%s"
            .formatted(session.version(), file.getString("fileId")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void an_account_is_authorised_by_get_and_by_post(int version) {
    HttpRequest.Builder request =
        fixture
            .request("/b2api/v%d/b2_authorize_account".formatted(version))
            .header("Authorization", basic());

    Fixture.Answer got = fixture.send(request.GET());
    Fixture.Answer posted = fixture.send(request.POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(got.status()).isEqualTo(200);
    assertThat(posted.status()).isEqualTo(200);
    assertThat(posted.json().fieldNames()).isEqualTo(got.json().fieldNames());
  }

  private static String basic() {
    String pair = fixture.emulator.keyId() + ":" + fixture.emulator.applicationKey();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void all_addresses_are_those_by_which_the_client_knows_the_server() {
    int port = URI.create(fixture.emulator.url()).getPort();
    String here = "http://localhost:" + port;
    JsonObject account =
        fixture
            .send(
                fixture
                    .request(here + "/b2api/v2/b2_authorize_account")
                    .header("Authorization", basic()))
            .json();
    JsonObject upload =
        fixture
            .send(
                fixture
                    .request(here + "/b2api/v2/b2_get_upload_url?bucketId=" + bucketId)
                    .header("Authorization", account.getString("authorizationToken")))
            .json();

    assertThat(account.getString("apiUrl")).isEqualTo(here);
    assertThat(account.getString("downloadUrl")).isEqualTo(here);
    assertThat(upload.getString("uploadUrl")).startsWith(here + "/b2api/v2/b2_upload_file/");
  }

  private static Fixture.Session session(int version) {
    return fixture.session(version, fixture.emulator.keyId(), fixture.emulator.applicationKey());
  }

  private static String encoded(Object value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
  }
}
