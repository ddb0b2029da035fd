package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As what each call is billed: the last column of the table of b2-and-cloud.md §C.2. */
class ChargesTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path directory;
  private static Fixture fixture;
  private static Fixture.Session session;
  private static ReadyCalls ready;

  @BeforeAll
  static void start() {
    fixture = Fixture.in(directory);
    session = fixture.master();
    ready = ReadyCalls.in(fixture);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest(name = "{0} is of class {1}")
  @CsvSource({
    "b2_list_buckets, C",
    "b2_create_bucket, C",
    "b2_update_bucket, C",
    "b2_delete_bucket, A",
    "b2_get_upload_url, A",
    "b2_upload_file, A",
    "b2_start_large_file, A",
    "b2_get_upload_part_url, A",
    "b2_upload_part, A",
    "b2_finish_large_file, A",
    "b2_cancel_large_file, A",
    "b2_list_parts, C",
    "b2_list_unfinished_large_files, C",
    "b2_list_file_names, C",
    "b2_list_file_versions, C",
    "b2_get_file_info, B",
    "b2_hide_file, A",
    "b2_delete_file_version, A",
    "b2_download_file_by_id, B",
    "b2_download_file_by_name, B",
    "b2_copy_file, C",
    "b2_copy_part, C",
    "b2_get_download_authorization, C",
    "b2_create_key, C",
    "b2_list_keys, C",
    "b2_delete_key, A",
    "b2_update_file_retention, A",
    "b2_update_file_legal_hold, A",
  })
  void a_call_has_its_class(String call, String expected) {
    HttpRequest.Builder request = request(call);
    fixture.send(fixture.request("/_emulator/counters").DELETE());

    Fixture.Answer answer = fixture.send(request);

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    JsonObject classes =
        fixture.send(fixture.request("/_emulator/counters")).json().getJsonObject("classes");
    for (String each : classes.fieldNames()) {
      assertThat(classes.getInteger(each)).as(each).isEqualTo(each.equals(expected) ? 1 : 0);
    }
  }

  private static HttpRequest.Builder request(String call) {
    return switch (call) {
      case "b2_upload_file" ->
          session.uploadRequest(session.uploadUrl(ready.bucketId()), "a", CONTENT);
      case "b2_upload_part" ->
          session
              .uploadRequest(
                  session
                      .call("b2_get_upload_part_url", ready.params("b2_get_upload_part_url"))
                      .json(),
                  "a",
                  CONTENT)
              .header("X-Bz-Part-Number", "1");
      case "b2_download_file_by_id" ->
          authorised("/b2api/v2/" + call + "?fileId=" + stored().getString("fileId"));
      case "b2_download_file_by_name" ->
          authorised("/file/%s/%s".formatted(Fixture.BUCKET, stored().getString("fileName")));
      default ->
          authorised("/b2api/v2/" + call)
              .POST(HttpRequest.BodyPublishers.ofString(ready.params(call).encode()));
    };
  }

  private static HttpRequest.Builder authorised(String path) {
    return fixture.request(path).header("Authorization", session.token());
  }

  private static JsonObject stored() {
    return session.upload(ready.bucketId(), ReadyCalls.next("file"), CONTENT).json();
  }
}
