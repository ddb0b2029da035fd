package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a large file that was begun and not ended takes parts, and ends. */
class ActiveUploadTest extends EmulatorTest {

  @ParameterizedTest(name = "{0} of a file that {1}")
  @CsvSource({
    "b2_finish_large_file, was finished",
    "b2_finish_large_file, was cancelled",
    "b2_finish_large_file, is small",
    "b2_cancel_large_file, was finished",
    "b2_cancel_large_file, was cancelled",
    "b2_cancel_large_file, is small",
    "b2_list_parts, was finished",
    "b2_list_parts, was cancelled",
    "b2_list_parts, is small",
    "b2_get_upload_part_url, was finished",
    "b2_get_upload_part_url, was cancelled",
    "b2_get_upload_part_url, is small",
    "b2_copy_part, was finished",
    "b2_copy_part, was cancelled",
    "b2_copy_part, is small",
  })
  void a_call_to_a_file_that_is_not_unfinished_is_refused(String call, String how) {
    String small = session.upload(fixture.bucketId(), "small", CONTENT).json().getString("fileId");
    String fileId = how.equals("is small") ? small : ended(how);

    Fixture.Answer answer =
        session.call(
            call,
            new JsonObject()
                .put("fileId", fileId)
                .put("largeFileId", fileId)
                .put("sourceFileId", small)
                .put("partNumber", 1)
                .put("partSha1Array", new JsonArray().add(Fixture.sha1(CONTENT))));

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("bad_request");
    assertThat(answer.json().getString("message")).isEqualTo("No active upload for: " + fileId);
  }

  private String ended(String how) {
    String fileId = session.startLarge(fixture.bucketId(), "large");
    session.uploadPart(fileId, 1, CONTENT);
    if (how.equals("was finished")) {
      session.finishLarge(fileId, List.of(Fixture.sha1(CONTENT)));
    } else {
      session.call("b2_cancel_large_file", new JsonObject().put("fileId", fileId));
    }
    return fileId;
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_finish_large_file", "b2_cancel_large_file"})
  void an_address_for_parts_ends_with_its_file(String call) {
    String fileId = session.startLarge(fixture.bucketId(), "large");
    session.uploadPart(fileId, 1, CONTENT);
    JsonObject url =
        session.call("b2_get_upload_part_url", new JsonObject().put("fileId", fileId)).json();
    session.call(
        call,
        new JsonObject()
            .put("fileId", fileId)
            .put("partSha1Array", new JsonArray().add(Fixture.sha1(CONTENT))));

    HttpRequest.Builder part =
        session.uploadRequest(url, "a", CONTENT).header("X-Bz-Part-Number", "1");

    assertThat(fixture.send(part).status()).isEqualTo(400);
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void a_finished_file_is_told_by_its_info() {
    String fileId = ended("was finished");

    JsonObject info =
        session.call("b2_get_file_info", new JsonObject().put("fileId", fileId)).json();

    assertThat(info.getString("action")).isEqualTo("upload");
    assertThat(info.getLong("contentLength")).isEqualTo(CONTENT.length);
    assertThat(info.getString("contentSha1")).isEqualTo("none");
    assertThat(info.getValue("contentMd5")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a/", "a//b", "a\u0001", "a\u007f", ""})
  void a_copy_obeys_the_rules_for_names(String name) {
    String small = session.upload(fixture.bucketId(), "small", CONTENT).json().getString("fileId");

    assertThat(
            session
                .call(
                    "b2_copy_file",
                    new JsonObject().put("sourceFileId", small).put("fileName", name))
                .code())
        .isEqualTo("bad_request");
  }
}
