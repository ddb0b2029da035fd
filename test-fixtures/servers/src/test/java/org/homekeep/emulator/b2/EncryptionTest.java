package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-side encryption, as far as clients see it. */
class EncryptionTest extends EmulatorTest {
  private static final JsonObject SSE_B2 =
      new JsonObject().put("mode", "SSE-B2").put("algorithm", "AES256");
  private static final String HEADER = "X-Bz-Server-Side-Encryption";
  private static final String CUSTOMER = "X-Bz-Server-Side-Encryption-Customer-Algorithm";

  @Test
  void files_and_their_parts_tell_the_encryption_that_was_asked_for() {
    JsonObject small = fixture.send(upload().header(HEADER, "AES256")).json();
    JsonObject large = start(SSE_B2).json();
    String fileId = large.getString("fileId");
    JsonObject part = session.uploadPart(fileId, 1, CONTENT).json();
    JsonObject copiedPart =
        session
            .call(
                "b2_copy_part",
                new JsonObject()
                    .put("sourceFileId", small.getString("fileId"))
                    .put("largeFileId", fileId)
                    .put("partNumber", 1))
            .json();
    JsonObject listed =
        session
            .call("b2_list_parts", new JsonObject().put("fileId", fileId))
            .json()
            .getJsonArray("parts")
            .getJsonObject(0);
    JsonObject finished = session.finishLarge(fileId, List.of(Fixture.sha1(CONTENT))).json();

    assertThat(List.of(small, large, part, copiedPart, listed, finished))
        .allSatisfy(it -> assertThat(it.getJsonObject("serverSideEncryption")).isEqualTo(SSE_B2));
    assertThat(session.get("/file/" + Fixture.BUCKET + "/new").header(HEADER)).isEqualTo("AES256");
  }

  @Test
  void what_is_new_has_the_encryption_of_its_bucket_and_a_bucket_may_have_none_again() {
    assertThat(encryptBucket(SSE_B2).status()).isEqualTo(200);
    JsonObject encrypted = fixture.send(upload()).json();
    assertThat(encryptBucket(new JsonObject().put("mode", "none")).status()).isEqualTo(200);
    JsonObject plain = fixture.send(upload()).json();

    assertThat(encrypted.getJsonObject("serverSideEncryption")).isEqualTo(SSE_B2);
    assertThat(plain.getJsonObject("serverSideEncryption"))
        .isEqualTo(new JsonObject().putNull("mode").putNull("algorithm"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'mode':'SSE-C','algorithm':'AES256'}",
        "{'mode':'SSE-B2','algorithm':'AES128'}",
        "{'mode':'SSE-B2'}",
        "{'mode':'ROT13'}",
      })
  void an_encryption_that_there_is_not_is_refused(String json) {
    JsonObject encryption = new JsonObject(json.replace('\'', '"'));
    String source = fixture.send(upload()).json().getString("fileId");

    Fixture.Answer copied =
        session.call(
            "b2_copy_file",
            new JsonObject()
                .put("sourceFileId", source)
                .put("fileName", "copy")
                .put("destinationServerSideEncryption", encryption));

    assertThat(List.of(start(encryption), encryptBucket(encryption), copied))
        .allSatisfy(it -> assertThat(it.code()).isEqualTo("bad_request"));
  }

  @Test
  void keys_of_customers_are_refused_in_uploads_and_downloads() {
    fixture.send(upload());
    String fileId = start(SSE_B2).json().getString("fileId");
    JsonObject url =
        session.call("b2_get_upload_part_url", new JsonObject().put("fileId", fileId)).json();
    HttpRequest.Builder part =
        fixture
            .request(url.getString("uploadUrl"))
            .header("Authorization", url.getString("authorizationToken"))
            .header("X-Bz-Part-Number", "1")
            .header("X-Bz-Content-Sha1", Fixture.sha1(CONTENT))
            .POST(HttpRequest.BodyPublishers.ofByteArray(CONTENT));
    HttpRequest.Builder download =
        fixture
            .request("/file/" + Fixture.BUCKET + "/new")
            .header("Authorization", session.token());

    assertThat(List.of(upload(), part, download))
        .allSatisfy(
            it ->
                assertThat(fixture.send(it.header(CUSTOMER, "AES256")).code())
                    .isEqualTo("bad_request"));
  }

  @Test
  void the_encryption_of_a_bucket_is_changed_with_the_right_to() {
    List<String> capabilities =
        Capabilities.ALL.stream().filter(it -> !it.equals("writeBucketEncryption")).toList();
    session = fixture.session(2, fixture.key(capabilities, List.of(), Optional.empty()));

    assertThat(encryptBucket(SSE_B2).code()).isEqualTo("unauthorized");
  }

  private HttpRequest.Builder upload() {
    return session.uploadRequest(session.uploadUrl(fixture.bucketId()), "new", CONTENT);
  }

  private Fixture.Answer start(JsonObject encryption) {
    return session.call(
        "b2_start_large_file",
        new JsonObject()
            .put("bucketId", fixture.bucketId())
            .put("fileName", "large")
            .put("contentType", "text/plain")
            .put("serverSideEncryption", encryption));
  }

  private Fixture.Answer encryptBucket(JsonObject encryption) {
    return session.call(
        "b2_update_bucket",
        new JsonObject()
            .put("accountId", fixture.emulator.accountId())
            .put("bucketId", fixture.bucketId())
            .put("defaultServerSideEncryption", encryption));
  }
}
