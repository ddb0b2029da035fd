package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that an emulator knows is there again after a restart, as every list tells it. */
class KeptStateTest {
  private static final byte[] CONTENT = new byte[1_500];

  @TempDir Path directory;

  @Test
  void every_list_is_the_same_after_a_restart() {
    List<JsonObject> before;
    try (Fixture fixture = Fixture.in(directory)) {
      fill(fixture);
      before = lists(fixture);
    }

    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(lists(fixture)).isEqualTo(before);
    }
    assertThat(before.toString())
        .contains("isFileLockEnabled\":true", "SSE-B2", "governance", "maxAgeSeconds")
        .contains("\"action\":\"hide\"", "\"action\":\"start\"", "\"action\":\"copy\"")
        .contains("\"legalHold\":{\"isClientAuthorizedToRead\":true,\"value\":\"on\"}")
        .contains("\"partNumber\":7", "\"namePrefix\":\"ha/\"", "daysFromHidingToDeleting\":3");
  }

  private static void fill(Fixture fixture) {
    Fixture.Session session =
        fixture.session(4, fixture.emulator.keyId(), fixture.emulator.applicationKey());
    JsonObject account = new JsonObject().put("accountId", fixture.emulator.accountId());
    String bucketId =
        session
            .call(
                "b2_create_bucket",
                account
                    .copy()
                    .put("bucketName", "of-all-kinds")
                    .put("bucketType", "allPublic")
                    .put("bucketInfo", new JsonObject().put("owner", "Ada"))
                    .put("fileLockEnabled", true)
                    .put(
                        "defaultServerSideEncryption",
                        new JsonObject().put("mode", "SSE-B2").put("algorithm", "AES256"))
                    .put("corsRules", corsRules())
                    .put(
                        "lifecycleRules",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("fileNamePrefix", "ha/")
                                    .put("daysFromHidingToDeleting", 3))))
            .json()
            .getString("bucketId");
    session.call(
        "b2_create_key",
        account
            .copy()
            .put("keyName", "home")
            .put("capabilities", new JsonArray().add("listFiles").add("readFiles"))
            .put("bucketIds", new JsonArray().add(bucketId))
            .put("namePrefix", "ha/")
            .put("validDurationInSeconds", 86_400));
    HttpRequest.Builder locked =
        session
            .uploadRequest(session.uploadUrl(bucketId), "ha/küche", CONTENT)
            .header("X-Bz-Info-note", "f%C3%BCr")
            .header("X-Bz-Custom-Upload-Timestamp", "1700000000000")
            .header("X-Bz-File-Legal-Hold", "on")
            .header("X-Bz-File-Retention-Mode", "governance")
            .header(
                "X-Bz-File-Retention-Retain-Until-Timestamp",
                "" + (System.currentTimeMillis() + 100_000_000));
    String fileId = fixture.send(locked).json().getString("fileId");
    session.call(
        "b2_copy_file", new JsonObject().put("sourceFileId", fileId).put("fileName", "copy"));
    session.call(
        "b2_hide_file", new JsonObject().put("bucketId", bucketId).put("fileName", "ha/küche"));
    String large = session.startLarge(bucketId, "large");
    session.uploadPart(large, 7, CONTENT);
  }

  private static JsonArray corsRules() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("corsRuleName", "downloads")
                .put("allowedOrigins", new JsonArray().add("https://example.com"))
                .put("allowedOperations", new JsonArray().add("b2_download_file_by_id"))
                .put("maxAgeSeconds", 3600));
  }

  /** What the calls that list say, and the bytes of each file. */
  private static List<JsonObject> lists(Fixture fixture) {
    Fixture.Session session =
        fixture.session(4, fixture.emulator.keyId(), fixture.emulator.applicationKey());
    JsonObject account = new JsonObject().put("accountId", fixture.emulator.accountId());
    JsonObject bucket = new JsonObject().put("bucketId", fixture.bucketId("of-all-kinds"));
    List<JsonObject> all = new ArrayList<>();
    all.add(session.call("b2_list_buckets", account).json());
    all.add(session.call("b2_list_keys", account).json());
    all.add(session.call("b2_list_file_names", bucket).json());
    JsonObject versions = session.call("b2_list_file_versions", bucket).json();
    all.add(versions);
    JsonObject unfinished = session.call("b2_list_unfinished_large_files", bucket).json();
    all.add(unfinished);
    for (Object each : unfinished.getJsonArray("files")) {
      JsonObject file = new JsonObject().put("fileId", ((JsonObject) each).getString("fileId"));
      all.add(session.call("b2_list_parts", file).json());
    }
    for (Object each : versions.getJsonArray("files")) {
      String path =
          "/b2api/v4/b2_download_file_by_id?fileId=" + ((JsonObject) each).getString("fileId");
      Fixture.Answer content = session.get(path);
      all.add(
          new JsonObject()
              .put("status", content.status())
              .put(
                  "content",
                  content.status() == 200
                      ? Fixture.sha1(content.body())
                      : new String(content.body(), StandardCharsets.UTF_8)));
    }
    return all;
  }
}
