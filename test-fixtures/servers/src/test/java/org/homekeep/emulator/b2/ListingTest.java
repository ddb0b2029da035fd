package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
  private static final String FACE = new String(Character.toChars(0x1F600));

  @Test
  void folders_count_in_pages_and_a_page_goes_on_behind_them(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      JsonArray files = new JsonArray();
      for (String name : List.of("p/a", "p/b/1", "p/b/2", "p/c/1", "p/c/x/2", "p/d", "q")) {
        files.add(new JsonObject().put("name", name));
      }
      fixture.emulator.seed(new JsonObject().put("files", files)).await();
      List<String> seen = new ArrayList<>();
      JsonObject params =
          new JsonObject()
              .put("bucketId", fixture.bucketId())
              .put("prefix", "p/")
              .put("delimiter", "/")
              .put("maxFileCount", 1);
      for (String next = ""; next != null; ) {
        JsonObject page =
            session.call("b2_list_file_names", params.copy().put("startFileName", next)).json();
        assertThat(page.getJsonArray("files")).hasSize(1);
        JsonObject file = page.getJsonArray("files").getJsonObject(0);
        seen.add(file.getString("action") + " " + file.getString("fileName"));
        next = page.getString("nextFileName");
      }

      assertThat(seen).containsExactly("upload p/a", "folder p/b/", "folder p/c/", "upload p/d");
    }
  }

  @Test
  void names_come_in_the_order_of_their_bytes(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      // In UTF-16 the face (two surrogates) would come before the last one.
      Stream.of(FACE, "\uFFFD", "b", "B", "a/b", "a").forEach(name -> put(session, bucketId, name));

      assertThat(names(list(session, bucketId, new JsonObject())))
          .containsExactly("B", "a", "a/b", "b", "\uFFFD", FACE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void pages_of_any_size_make_up_the_whole(int size, @TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      Stream.of("a", "b/1", "b/2", "c", "d").forEach(name -> put(session, bucketId, name));

      List<String> all = new ArrayList<>();
      JsonObject params = new JsonObject().put("maxFileCount", size).put("delimiter", "/");
      JsonObject page = list(session, bucketId, params);
      all.addAll(names(page));
      while (page.getString("nextFileName") != null) {
        page = list(session, bucketId, params.put("startFileName", page.getString("nextFileName")));
        all.addAll(names(page));
      }

      assertThat(all).containsExactly("a", "b/", "c", "d");
    }
  }

  @Test
  void a_prefix_with_a_delimiter_looks_into_a_folder(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      Stream.of("ha/1", "ha/x/2", "hb").forEach(name -> put(session, bucketId, name));

      JsonObject page =
          list(session, bucketId, new JsonObject().put("prefix", "ha/").put("delimiter", "/"));

      assertThat(names(page)).containsExactly("ha/1", "ha/x/");
      assertThat(page.getJsonArray("files").getJsonObject(1).getString("action"))
          .isEqualTo("folder");
    }
  }

  @Test
  void a_hidden_file_is_only_among_the_versions(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      put(session, bucketId, "a");
      put(session, bucketId, "a");
      session.call("b2_hide_file", new JsonObject().put("bucketId", bucketId).put("fileName", "a"));

      JsonObject versions =
          session.call("b2_list_file_versions", new JsonObject().put("bucketId", bucketId)).json();

      assertThat(names(list(session, bucketId, new JsonObject()))).isEmpty();
      assertThat(versions.getJsonArray("files"))
          .extracting(file -> ((JsonObject) file).getString("action"))
          .containsExactly("hide", "upload", "upload");
    }
  }

  @Test
  void versions_are_paged_by_name_and_id(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      Stream.of("a", "a", "a", "b").forEach(name -> put(session, bucketId, name));

      List<String> ids = new ArrayList<>();
      JsonObject params = new JsonObject().put("bucketId", bucketId).put("maxFileCount", 1);
      JsonObject page = session.call("b2_list_file_versions", params).json();
      ids.add(page.getJsonArray("files").getJsonObject(0).getString("fileId"));
      while (page.getString("nextFileName") != null) {
        params
            .put("startFileName", page.getString("nextFileName"))
            .put("startFileId", page.getString("nextFileId"));
        page = session.call("b2_list_file_versions", params).json();
        ids.add(page.getJsonArray("files").getJsonObject(0).getString("fileId"));
      }

      assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_get_with_a_query_lists_like_a_post_and_says_the_size_twice(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String bucketId = fixture.bucketId();
      put(session, bucketId, "a");

      JsonObject file =
          session
              .get("/b2api/v1/b2_list_file_names?maxFileCount=5&bucketId=" + bucketId)
              .json()
              .getJsonArray("files")
              .getJsonObject(0);

      assertThat(file.getLong("size")).isEqualTo(1);
      assertThat(file.getLong("contentLength")).isEqualTo(1);
    }
  }

  @Test
  void more_than_10000_at_a_time_is_out_of_range(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Answer answer =
          fixture
              .master()
              .call(
                  "b2_list_file_names",
                  new JsonObject().put("bucketId", fixture.bucketId()).put("maxFileCount", 10_001));

      assertThat(answer.code()).isEqualTo("out_of_range");
    }
  }

  private static void put(Fixture.Session session, String bucketId, String name) {
    assertThat(session.upload(bucketId, name, new byte[] {1}).status()).isEqualTo(200);
  }

  private static JsonObject list(Fixture.Session session, String bucketId, JsonObject params) {
    return session.call("b2_list_file_names", params.copy().put("bucketId", bucketId)).json();
  }

  private static List<String> names(JsonObject page) {
    return page.getJsonArray("files").stream()
        .map(file -> ((JsonObject) file).getString("fileName"))
        .toList();
  }
}
