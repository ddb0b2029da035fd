package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of all versions and of unfinished files, in pages of every size. */
class VersionListTest extends EmulatorTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void versions_come_by_name_and_newest_first_with_folders_among_them(int size) {
    String bucketId = fixture.bucketId();
    Stream.of("p/a", "p/a", "p/b/1", "p/b/2", "q")
        .forEach(name -> session.upload(bucketId, name, CONTENT));
    session.call("b2_hide_file", new JsonObject().put("bucketId", bucketId).put("fileName", "p/a"));
    session.startLarge(bucketId, "p/c");
    JsonObject wish =
        new JsonObject().put("bucketId", bucketId).put("prefix", "p/").put("delimiter", "/");

    List<JsonObject> found = new ArrayList<>();
    JsonObject params = wish.copy().put("maxFileCount", size);
    JsonObject page = session.call("b2_list_file_versions", params).json();
    add(page, found);
    while (page.getString("nextFileName") != null) {
      params
          .put("startFileName", page.getString("nextFileName"))
          .put("startFileId", page.getString("nextFileId"));
      page = session.call("b2_list_file_versions", params).json();
      add(page, found);
    }

    assertThat(found)
        .extracting(it -> it.getString("action") + " " + it.getString("fileName"))
        .containsExactly("hide p/a", "upload p/a", "upload p/a", "folder p/b/", "start p/c");
    assertThat(found.subList(0, 3))
        .isSortedAccordingTo(
            (one, other) ->
                Long.compare(other.getLong("uploadTimestamp"), one.getLong("uploadTimestamp")));
    assertThat(found)
        .allSatisfy(it -> assertThat(it.getLong("size")).isEqualTo(it.getLong("contentLength")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void unfinished_files_are_listed_by_the_start_of_their_names(int size) {
    String bucketId = fixture.bucketId();
    Stream.of("p/a", "p/b", "p/c", "q").forEach(name -> session.startLarge(bucketId, name));
    session.upload(bucketId, "p/d", CONTENT);

    List<JsonObject> found = new ArrayList<>();
    JsonObject params =
        new JsonObject()
            .put("bucketId", bucketId)
            .put("namePrefix", "p/")
            .put("maxFileCount", size);
    JsonObject page = session.call("b2_list_unfinished_large_files", params).json();
    add(page, found);
    while (page.getString("nextFileId") != null) {
      params.put("startFileId", page.getString("nextFileId"));
      page = session.call("b2_list_unfinished_large_files", params).json();
      add(page, found);
    }

    assertThat(found)
        .extracting(it -> it.getString("action") + " " + it.getString("fileName"))
        .containsExactlyInAnyOrder("start p/a", "start p/b", "start p/c");
  }

  private static void add(JsonObject page, List<JsonObject> found) {
    page.getJsonArray("files").forEach(each -> found.add((JsonObject) each));
    assertThat(found).as("pages that have an end").hasSizeLessThan(20);
  }

  @Test
  void an_unfinished_file_is_in_no_list_of_names_and_hides_no_file() {
    String bucketId = fixture.bucketId();
    session.upload(bucketId, "a", CONTENT);
    session.startLarge(bucketId, "a");
    session.startLarge(bucketId, "b");

    JsonObject names =
        session.call("b2_list_file_names", new JsonObject().put("bucketId", bucketId)).json();

    assertThat(names.getJsonArray("files"))
        .extracting(it -> ((JsonObject) it).getString("fileName"))
        .containsExactly("a");
    assertThat(session.get("/file/%s/a".formatted(Fixture.BUCKET)).body()).isEqualTo(CONTENT);
  }
}
