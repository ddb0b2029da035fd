package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a copy may be asked for, and what not. */
class CopyTest extends EmulatorTest {
  private String bucketId;
  private String source;

  @BeforeEach
  void upload() {
    bucketId = fixture.bucketId();
    source = session.upload(bucketId, "source", CONTENT).json().getString("fileId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'contentType':'a/b'}",
        "{'fileInfo':{'a':'b'}}",
        "{'metadataDirective':'COPY','contentType':'a/b'}",
        "{'metadataDirective':'COPY','fileInfo':{'a':'b'}}",
        "{'metadataDirective':'REPLACE'}",
        "{'metadataDirective':'REPLACE','fileInfo':{'a':'b'}}",
        "{'metadataDirective':'FOO'}",
        "{'metadataDirective':'FOO','contentType':'a/b'}",
      })
  void what_a_copy_tells_of_itself_comes_from_its_source_or_is_all_given(String json) {
    assertThat(copy(json).code()).isEqualTo("bad_request");
    assertThat(stored()).containsExactly("source");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | application/octet-stream",
        "{'metadataDirective':null} | application/octet-stream",
        "{'metadataDirective':'COPY'} | application/octet-stream",
        "{'metadataDirective':'COPY','contentType':null} | application/octet-stream",
        "{'metadataDirective':'REPLACE','contentType':'a/b'} | a/b",
      })
  void a_copy_has_the_type_of_its_source_or_the_one_that_is_given(String json, String type) {
    assertThat(copy(json).json().getString("contentType")).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, 400, bad_request",
    "bytes=5-2, 400, bad_request",
    "bytes=-, 400, bad_request",
    "'bytes=0-1,3-4', 400, bad_request",
    "bytes=10-11, 416, range_not_satisfiable",
  })
  void a_range_that_is_none_is_refused(String range, int status, String code) {
    JsonObject part =
        new JsonObject()
            .put("sourceFileId", source)
            .put("largeFileId", session.startLarge(bucketId, "large"))
            .put("partNumber", 1)
            .put("range", range);

    assertThat(
            List.of(copy(new JsonObject().put("range", range)), session.call("b2_copy_part", part)))
        .allSatisfy(it -> assertThat(it.status()).isEqualTo(status))
        .allSatisfy(it -> assertThat(it.code()).isEqualTo(code));
    assertThat(stored()).containsExactly("source");
  }

  private Fixture.Answer copy(String json) {
    return copy(new JsonObject(json.replace('\'', '"')));
  }

  private Fixture.Answer copy(JsonObject wishes) {
    return session.call("b2_copy_file", wishes.put("sourceFileId", source).put("fileName", "copy"));
  }

  private List<String> stored() {
    return fixture.emulator.objects(Fixture.BUCKET).await().stream()
        .map(StoredObject::name)
        .toList();
  }
}
