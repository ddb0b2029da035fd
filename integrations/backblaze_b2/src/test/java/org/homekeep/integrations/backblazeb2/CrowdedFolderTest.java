package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.entry.ConfigEntry;
import org.junit.jupiter.api.Test;

/** A folder in which another program keeps thousands of files. */
class CrowdedFolderTest extends EmulatorTest {
  private static final String ISSUE = "folder_crowded_01ENTRY";
  private static final int PAGE = 1000;

  private final AtomicInteger listings = new AtomicInteger();
  private volatile int pages;
  private volatile int failing;
  private String address = "";

  /** A B2 whose bucket holds so many thousands of files, which are not stored anywhere. */
  private BackupAgent agent(int thousands, String suffix) throws Exception {
    pages = thousands;
    HttpServer server =
        hub.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request.body().onSuccess(body -> answer(request, body.toString(), suffix)))
                .listen(0, "127.0.0.1"));
    address = "http://127.0.0.1:" + server.actualPort();
    hub.set("service_url", address);
    return agent(entry(input("key", "secret", BUCKET, "")));
  }

  private void answer(HttpServerRequest request, String body, String suffix) {
    String call = request.path().substring(request.path().lastIndexOf('/') + 1);
    boolean refused = false;
    JsonObject answer = new JsonObject();
    switch (call) {
      case "b2_authorize_account" -> answer = authorized();
      case "b2_list_buckets" -> answer = bucket();
      case "b2_list_file_names" -> {
        refused = listings.incrementAndGet() == failing;
        answer = page(new JsonObject(body).getValue("startFileName"), suffix);
      }
      case "b2_list_unfinished_large_files" ->
          answer.put("files", new JsonArray()).putNull("nextFileId");
      default -> refused = true;
    }
    if (refused) {
      answer = new JsonObject().put("status", 400).put("code", "bad_request").put("message", "no");
    }
    request
        .response()
        .setStatusCode(refused ? 400 : 200)
        .putHeader("Content-Type", "application/json")
        .end(answer.toBuffer());
  }

  private JsonObject authorized() {
    return new JsonObject(
        """
        {"accountId": "a1", "authorizationToken": "4_token", "apiInfo": {"storageApi": {
          "apiUrl": "%1$s", "downloadUrl": "%1$s", "s3ApiUrl": "%1$s",
          "recommendedPartSize": 100000000, "absoluteMinimumPartSize": 5000000,
          "allowed": {"buckets": [{"id": "b1", "name": "%2$s"}], "namePrefix": null,
            "capabilities": ["listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles"]}
        }}}
        """
            .formatted(address, BUCKET));
  }

  private static JsonObject bucket() {
    return new JsonObject(
        """
        {"buckets": [{"accountId": "a1", "bucketId": "b1", "bucketName": "%s",
          "bucketType": "allPrivate", "bucketInfo": {}, "corsRules": [], "lifecycleRules": [],
          "revision": 1, "options": [],
          "fileLockConfiguration": {"isClientAuthorizedToRead": false, "value": null},
          "defaultServerSideEncryption": {"isClientAuthorizedToRead": false, "value": null}}]}
        """
            .formatted(BUCKET));
  }

  private JsonObject page(Object start, String suffix) {
    int number = start instanceof String name ? Integer.parseInt(name.substring(0, 2)) : 0;
    JsonArray files = new JsonArray();
    IntStream.range(0, PAGE)
        .mapToObj(i -> "%02d%03d%s".formatted(number, i, suffix))
        .map(
            name ->
                new JsonObject()
                    .put("accountId", "a1")
                    .put("action", "upload")
                    .put("bucketId", "b1")
                    .put("contentLength", 3)
                    .put("contentSha1", "0".repeat(40))
                    .put("contentType", "image/jpeg")
                    .put("fileId", "4_" + name)
                    .put("fileInfo", new JsonObject().put("src", "x"))
                    .put("fileName", name)
                    .put("uploadTimestamp", 1_700_000_000_000L))
        .forEach(files::add);
    boolean more = number + 1 < pages;
    return new JsonObject()
        .put("files", files)
        .put("nextFileName", more ? "%02d000%s".formatted(number + 1, suffix) : null);
  }

  @Test
  void more_files_than_backups_can_have_are_told_and_not_counted_again_at_once() throws Exception {
    BackupAgent agent = agent(60, ".tar");

    for (int i = 0; i < 3; i++) {
      assertThat(failureOf(hub.start(agent::listBackups)))
          .isInstanceOf(BackupAgentException.class)
          .hasMessageContaining("more than 40000 files")
          .hasMessageContaining("a folder of its own");
    }
    checkNow();
    assertThat(hub.shownIssues()).containsOnlyKeys(ISSUE);
    assertThat(listings).hasValue(41);

    pages = 2;
    hub.advance(Duration.ofMinutes(41));
    assertThat(listedIds(agent)).isEmpty();
    assertThat(hub.shownIssues()).doesNotContainKey(ISSUE);
  }

  @Test
  void the_regular_check_looks_whether_a_crowded_folder_is_that_still() throws Exception {
    BackupAgent agent = agent(41, ".tar");
    failureOf(hub.start(agent::listBackups));

    pages = 1;
    hub.advance(Duration.ofMinutes(41));
    checkNow();
    hub.await(hub.blockingIdle());

    assertThat(hub.shownIssues()).doesNotContainKey(ISSUE);
  }

  @Test
  void files_that_cannot_be_of_backups_cost_calls_alone_and_those_once() throws Exception {
    BackupAgent agent = agent(60, ".jpg");

    assertThat(listedIds(agent)).isEmpty();
    assertThat(listedIds(agent)).isEmpty();

    assertThat(listings).hasValue(60);
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void a_long_listing_that_breaks_off_is_not_begun_again_at_once() throws Exception {
    failing = 12;
    BackupAgent agent = agent(20, ".jpg");

    for (int i = 0; i < 3; i++) {
      assertThat(failureOf(hub.start(agent::listBackups))).hasMessageContaining("bad_request");
    }
    assertThat(listings).hasValue(12);

    hub.advance(Duration.ofMinutes(12));
    assertThat(listedIds(agent)).isEmpty();
    assertThat(listings).hasValue(32);
  }

  @Test
  void a_clock_that_is_set_back_does_not_make_the_pause_longer() throws Exception {
    failing = 12;
    BackupAgent agent = agent(20, ".jpg");
    failureOf(hub.start(agent::listBackups));

    hub.advance(Duration.ofDays(-365));

    assertThat(listedIds(agent)).isEmpty();
  }

  @Test
  void a_backup_that_is_nowhere_is_not_looked_for_at_such_a_price_each_time() throws Exception {
    BackupAgent agent = agent(60, ".jpg");

    for (int i = 0; i < 3; i++) {
      assertThat(failureOf(hub.start(() -> agent.getBackup(ID))))
          .isInstanceOf(BackupNotFoundException.class);
    }

    assertThat(listings).hasValue(60);
  }

  @Test
  void an_entry_leaves_a_crowded_folder_without_a_word_about_uploads() throws Exception {
    agent(60, ".tar");
    ConfigEntry entry = entry(input("key", "secret", BUCKET, ""));

    hub.await(() -> integration.removed(entry, hub));

    assertThat(listings).hasPositiveValue();
    assertThat(hub.shownIssues()).isEmpty();
  }
}
