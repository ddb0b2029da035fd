package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of b2-and-cloud.md §C.4: what is just allowed, and what just not. */
class LimitsTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path directory;
  private static Fixture fixture;
  private static Fixture.Session session;
  private static String bucketId;

  @BeforeAll
  static void start() {
    fixture = Fixture.in(directory);
    session = fixture.master();
    bucketId = fixture.bucketId();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest(name = "{1} of {0} is {2} to {3}")
  @CsvSource({
    "b2_list_file_names, maxFileCount, 1, 10000",
    "b2_list_file_versions, maxFileCount, 1, 10000",
    "b2_list_unfinished_large_files, maxFileCount, 1, 100",
    "b2_list_parts, maxPartCount, 1, 1000",
    "b2_list_parts, startPartNumber, 1, 10000",
    "b2_list_keys, maxKeyCount, 1, 10000",
    "b2_get_download_authorization, validDurationInSeconds, 1, 604800",
    "b2_create_key, validDurationInSeconds, 1, 86400000",
    "b2_copy_part, partNumber, 1, 10000",
  })
  void a_number_has_its_bounds(String call, String field, long least, long most) {
    JsonObject params =
        new JsonObject()
            .put("accountId", fixture.emulator.accountId())
            .put("bucketId", bucketId)
            .put("fileNamePrefix", "")
            .put("validDurationInSeconds", 60)
            .put("keyName", "a-key")
            .put("capabilities", new JsonArray().add("listFiles"));
    if (call.endsWith("part") || call.endsWith("parts")) {
      String large = session.startLarge(bucketId, "large");
      params.put("fileId", large).put("largeFileId", large);
      params.put(
          "sourceFileId", session.upload(bucketId, "source", CONTENT).json().getString("fileId"));
    }

    assertThat(session.call(call, params.copy().put(field, least - 1)).code())
        .isEqualTo("out_of_range");
    assertThat(session.call(call, params.copy().put(field, most + 1)).code())
        .isEqualTo("out_of_range");
    assertThat(session.call(call, params.copy().put(field, least)).status()).isEqualTo(200);
    assertThat(session.call(call, params.copy().put(field, most)).status()).isEqualTo(200);
    assertThat(session.call(call, params.copy().put(field, "many")).code())
        .isEqualTo("bad_request");
  }

  @Test
  void a_list_has_a_hundred_files_when_nothing_is_said() {
    JsonArray files = new JsonArray();
    IntStream.range(0, 101)
        .forEach(i -> files.add(new JsonObject().put("name", "hundred/%03d".formatted(i))));
    fixture.emulator.seed(new JsonObject().put("files", files)).await();

    JsonObject list =
        session
            .call(
                "b2_list_file_names",
                new JsonObject().put("bucketId", bucketId).put("prefix", "hundred/"))
            .json();

    assertThat(list.getJsonArray("files")).hasSize(100);
    assertThat(list.getString("nextFileName")).isEqualTo("hundred/100");
  }

  @ParameterizedTest
  @CsvSource({"0, 400", "1, 200", "10000, 200", "10001, 400", "one, 400"})
  void a_part_has_a_number_from_one_to_ten_thousand(String number, int status) {
    JsonObject url =
        session
            .call(
                "b2_get_upload_part_url",
                new JsonObject().put("fileId", session.startLarge(bucketId, "large")))
            .json();

    Fixture.Answer answer =
        fixture.send(
            fixture
                .request(url.getString("uploadUrl"))
                .header("Authorization", url.getString("authorizationToken"))
                .header("X-Bz-Part-Number", number)
                .header("X-Bz-Content-Sha1", Fixture.sha1(CONTENT))
                .POST(HttpRequest.BodyPublishers.ofByteArray(CONTENT)));

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"b2_upload_file", "b2_upload_part"})
  void what_is_sent_at_once_has_five_billion_bytes_at_most(String call) throws IOException {
    boolean part = call.equals("b2_upload_part");
    JsonObject url =
        part
            ? session
                .call(
                    "b2_get_upload_part_url",
                    new JsonObject().put("fileId", session.startLarge(bucketId, "large")))
                .json()
            : session.uploadUrl(bucketId);

    assertThat(headOf(url, 5_000_000_001L)).startsWith("HTTP/1.1 400");
    assertThat(headOf(url, 5_000_000_000L)).startsWith("HTTP/1.1 100");
  }

  /** The first line of the answer to the head of an upload. */
  private static String headOf(JsonObject url, long length) throws IOException {
    try (Socket socket = fixture.socket()) {
      socket
          .getOutputStream()
          .write(
              """
              POST %s HTTP/1.1
              Host: here
              Authorization: %s
              X-Bz-File-Name: big
              X-Bz-Part-Number: 1
              Content-Type: text/plain
              X-Bz-Content-Sha1: do_not_verify
              Content-Length: %d
              Expect: 100-continue

              """
                  .formatted(
                      URI.create(url.getString("uploadUrl")).getPath(),
                      url.getString("authorizationToken"),
                      length)
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      byte[] line = socket.getInputStream().readNBytes(12);
      return new String(line, StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest(name = "{0} bytes, encrypted {1}, in a bucket with lock {2}")
  @CsvSource({
    "7000, false, false, 200",
    "7001, false, false, 400",
    "2048, true, false, 200",
    "2049, true, false, 400",
    "2048, false, true, 200",
    "2049, false, true, 400",
  })
  void name_and_info_have_room_for_so_many_bytes(
      int bytes, boolean encrypted, boolean locking, int status) {
    String name = "ü".repeat(100);
    // The names of pairs count as well.
    String value = "x".repeat(bytes - 200 - "key".length());
    String bucket = locking ? lockingBucket() : bucketId;
    JsonObject params =
        new JsonObject()
            .put("bucketId", bucket)
            .put("fileName", name)
            .put("contentType", "text/plain")
            .put("fileInfo", new JsonObject().put("key", value));
    HttpRequest.Builder upload =
        session
            .uploadRequest(session.uploadUrl(bucket), name, CONTENT)
            .header("X-Bz-Info-Key", value);
    if (encrypted) {
      params.put(
          "serverSideEncryption",
          new JsonObject().put("mode", "SSE-B2").put("algorithm", "AES256"));
      upload.header("X-Bz-Server-Side-Encryption", "AES256");
    }

    assertThat(session.call("b2_start_large_file", params).status()).isEqualTo(status);
    assertThat(fixture.send(upload).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"7000, false, 200", "7001, false, 400", "2048, true, 200", "2049, true, 400"})
  void the_info_that_a_copy_gets_has_as_much_room(int bytes, boolean locking, int status) {
    JsonObject params =
        new JsonObject()
            .put(
                "sourceFileId",
                session.upload(bucketId, "source", CONTENT).json().getString("fileId"))
            .put("destinationBucketId", locking ? lockingBucket() : bucketId)
            .put("fileName", "copy")
            .put("metadataDirective", "REPLACE")
            .put("contentType", "text/plain")
            .put("fileInfo", new JsonObject().put("key", "x".repeat(bytes - "copykey".length())));

    assertThat(session.call("b2_copy_file", params).status()).isEqualTo(status);
  }

  private static String lockingBucket() {
    String name = ReadyCalls.next("locking");
    JsonArray buckets =
        new JsonArray().add(new JsonObject().put("name", name).put("file_lock", true));
    fixture.emulator.seed(new JsonObject().put("buckets", buckets)).await();
    return fixture.bucketId(name);
  }

  @ParameterizedTest
  @CsvSource({"50, 200", "51, 400"})
  void the_name_of_an_info_has_fifty_characters_at_most(int length, int status) {
    HttpRequest.Builder upload =
        session
            .uploadRequest(session.uploadUrl(bucketId), "informed", CONTENT)
            .header("X-Bz-Info-" + "n".repeat(length), "1");

    assertThat(fixture.send(upload).status()).isEqualTo(status);
  }

  @ParameterizedTest(name = "{0} times {1}")
  @CsvSource({
    "1, 1, 200",
    "0, 1, 400",
    "250, 1, 200",
    "251, 1, 400",
    "250, 4, 200",
    "255, 4, 400",
  })
  void a_name_and_its_segments_have_so_many_bytes(int segment, int segments, int status) {
    String name =
        IntStream.range(0, segments)
            .mapToObj(i -> "n".repeat(segment))
            .reduce((a, b) -> a + "/" + b)
            .orElseThrow();

    assertThat(start(name).status()).isEqualTo(status);
  }

  @Test
  void a_name_has_a_thousand_and_twenty_four_bytes_at_most() {
    String segments = ("n".repeat(199) + "/").repeat(5);

    assertThat(start(segments + "n".repeat(24)).status()).isEqualTo(200);
    assertThat(start(segments + "n".repeat(25)).status()).isEqualTo(400);
    assertThat(start(segments + "ü".repeat(12)).status()).isEqualTo(200);
    assertThat(start(segments + "ü".repeat(13)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"'/a'", "'a/'", "'a//b'", "'a\u0001'", "'a\u007f'"})
  void a_name_that_is_none_is_refused(String name) {
    assertThat(start(name).code()).isEqualTo("bad_request");
  }

  private static Fixture.Answer start(String name) {
    return session.call(
        "b2_start_large_file",
        new JsonObject()
            .put("bucketId", bucketId)
            .put("fileName", name)
            .put("contentType", "text/plain"));
  }

  @ParameterizedTest
  @CsvSource({"abcde, 400", "abcdef, 200", "b2-abcdef, 400", "Abcdef, 400", "abc.def, 400"})
  void a_bucket_has_a_name_of_small_letters_digits_and_hyphens(String name, int status) {
    assertThat(create(name).status()).isEqualTo(status);
  }

  @Test
  void the_name_of_a_bucket_has_sixty_three_characters_at_most() {
    assertThat(create("n".repeat(63)).status()).isEqualTo(200);
    assertThat(create("n".repeat(64)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "101, 400"})
  void the_name_of_a_key_has_a_hundred_characters_at_most(int length, int status) {
    assertThat(
            session
                .call(
                    "b2_create_key",
                    new JsonObject()
                        .put("accountId", fixture.emulator.accountId())
                        .put("keyName", "k".repeat(length))
                        .put("capabilities", new JsonArray().add("listFiles")))
                .status())
        .isEqualTo(status);
  }

  @Test
  void an_account_has_a_hundred_buckets_at_most(@TempDir Path other) {
    try (Fixture full = Fixture.in(other)) {
      JsonArray buckets = new JsonArray();
      IntStream.range(0, 98).forEach(i -> buckets.add(new JsonObject().put("name", "bucket-" + i)));
      full.emulator.seed(new JsonObject().put("buckets", buckets)).await();
      Fixture.Session master = full.master();

      assertThat(create(master, full, "the-hundredth").status()).isEqualTo(200);
      assertThat(create(master, full, "one-too-many").code()).isEqualTo("too_many_buckets");
    }
  }

  private static Fixture.Answer create(String name) {
    return create(session, fixture, name);
  }

  private static Fixture.Answer create(Fixture.Session caller, Fixture where, String name) {
    return caller.call(
        "b2_create_bucket",
        new JsonObject()
            .put("accountId", where.emulator.accountId())
            .put("bucketName", name)
            .put("bucketType", "allPrivate"));
  }
}
