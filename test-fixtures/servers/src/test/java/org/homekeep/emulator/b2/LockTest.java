package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Object lock: mode, longer or shorter, bypass and capability, for what is new and what is there.
 */
class LockTest extends EmulatorTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private String locking;

  @BeforeEach
  void makeBucketWithLock() {
    locking = bucket("locking-bucket", true).getString("bucketId");
  }

  private JsonObject bucket(String name, boolean lock) {
    return session
        .call(
            "b2_create_bucket",
            new JsonObject()
                .put("accountId", fixture.emulator.accountId())
                .put("bucketName", name)
                .put("bucketType", "allPrivate")
                .put("fileLockEnabled", lock))
        .json();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // held     | wanted       | plain | bypass without the right | bypass
        "none         | none         | 200 | 401 | 200",
        "none         | governance 2 | 200 | 401 | 200",
        "none         | compliance 2 | 200 | 401 | 200",
        "governance 2 | governance 3 | 200 | 401 | 200",
        "governance 2 | governance 2 | 200 | 401 | 200",
        "governance 2 | governance 1 | 403 | 401 | 200",
        "governance 2 | none         | 403 | 401 | 200",
        "governance 2 | compliance 3 | 200 | 401 | 200",
        "governance 2 | compliance 2 | 200 | 401 | 200",
        "governance 2 | compliance 1 | 403 | 401 | 200",
        "compliance 2 | compliance 3 | 200 | 401 | 200",
        "compliance 2 | compliance 2 | 200 | 401 | 200",
        "compliance 2 | compliance 1 | 403 | 401 | 403",
        "compliance 2 | governance 3 | 403 | 401 | 403",
        "compliance 2 | governance 1 | 403 | 401 | 403",
        "compliance 2 | none         | 403 | 401 | 403",
      })
  void retention_is_changed_by_who_may(
      String held, String wanted, int plain, int withoutRight, int bypassing) {
    long now = System.currentTimeMillis();
    Fixture.Session without = keyWithout("bypassGovernance");
    for (int way = 0; way < 3; way++) {
      JsonObject file = heldFile(held, now);
      Fixture.Session caller = way == 1 ? without : session;
      int expected = List.of(plain, withoutRight, bypassing).get(way);

      Fixture.Answer answer =
          caller.call(
              "b2_update_file_retention",
              named(file)
                  .put("fileRetention", retention(wanted, now))
                  .put("bypassGovernance", way > 0));

      assertThat(answer.status()).as("way %d: %s", way, answer).isEqualTo(expected);
      assertThat(retentionOf(file)).isEqualTo(retention(expected == 200 ? wanted : held, now));
      if (expected == 403) {
        assertThat(answer.code()).isEqualTo("access_denied");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // held       | hold | plain | bypass without the right | bypass
        "none         | off | 200 | 401 | 200",
        "governance 2 | off | 403 | 401 | 200",
        "compliance 2 | off | 403 | 401 | 403",
        "none         | on  | 403 | 401 | 403",
        "governance 2 | on  | 403 | 401 | 403",
      })
  void a_locked_version_is_deleted_by_who_may(
      String held, String hold, int plain, int withoutRight, int bypassing) {
    long now = System.currentTimeMillis();
    Fixture.Session without = keyWithout("bypassGovernance");
    for (int way = 0; way < 3; way++) {
      JsonObject file = heldFile(held, now);
      session.call("b2_update_file_legal_hold", named(file).put("legalHold", hold));
      Fixture.Session caller = way == 1 ? without : session;

      Fixture.Answer answer =
          caller.call("b2_delete_file_version", named(file).put("bypassGovernance", way > 0));

      assertThat(answer.status())
          .as("way %d: %s", way, answer)
          .isEqualTo(List.of(plain, withoutRight, bypassing).get(way));
    }
  }

  @Test
  void what_is_retained_no_longer_is_changed_and_deleted() {
    long now = System.currentTimeMillis();
    JsonObject file = heldFile("compliance 2", now);
    fixture.emulator.advanceClock(Duration.ofDays(1)).await();
    session = fixture.master();

    assertThat(session.call("b2_delete_file_version", named(file)).status()).isEqualTo(403);
    fixture.emulator.advanceClock(Duration.ofDays(1).plusMinutes(1)).await();
    session = fixture.master();

    assertThat(
            session
                .call(
                    "b2_update_file_retention",
                    named(file).put("fileRetention", retention("governance 3", now)))
                .status())
        .isEqualTo(200);
    assertThat(
            session
                .call(
                    "b2_update_file_retention",
                    named(file)
                        .put("fileRetention", retention("none", now))
                        .put("bypassGovernance", true))
                .status())
        .isEqualTo(200);
    assertThat(session.call("b2_delete_file_version", named(file)).status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}: {1} in a bucket with lock {2} by a key without {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "upload | governance 2 | true  | nothing             | 200 | ",
        "upload | compliance 2 | true  | bypassGovernance    | 200 | ",
        "upload | governance 2 | false | nothing             | 400 | bucket_missing_file_lock",
        "upload | governance 2 | true  | writeFileRetentions | 401 | unauthorized",
        "upload | governance -1 | true | nothing             | 400 | bad_request",
        "upload | locked 2     | true  | nothing             | 400 | bad_request",
        "upload | governance   | true  | nothing             | 400 | bad_request",
        "upload | on           | true  | nothing             | 200 | ",
        "upload | on           | false | nothing             | 400 | bucket_missing_file_lock",
        "upload | on           | true  | writeFileLegalHolds | 401 | unauthorized",
        "upload | perhaps      | true  | nothing             | 400 | bad_request",
        "start  | governance 2 | true  | nothing             | 200 | ",
        "start  | governance 2 | false | nothing             | 400 | bucket_missing_file_lock",
        "start  | governance 2 | true  | writeFileRetentions | 401 | unauthorized",
        "start  | governance -1 | true | nothing             | 400 | bad_request",
        "start  | locked 2     | true  | nothing             | 400 | bad_request",
        "start  | on           | true  | nothing             | 200 | ",
        "start  | on           | false | nothing             | 400 | bucket_missing_file_lock",
        "start  | on           | true  | writeFileLegalHolds | 401 | unauthorized",
        "copy   | governance 2 | true  | nothing             | 200 | ",
        "copy   | governance 2 | false | nothing             | 400 | bucket_missing_file_lock",
        "copy   | governance 2 | true  | writeFileRetentions | 401 | unauthorized",
        "copy   | locked 2     | true  | nothing             | 400 | bad_request",
        "copy   | on           | true  | nothing             | 200 | ",
        "copy   | on           | false | nothing             | 400 | bucket_missing_file_lock",
        "copy   | on           | true  | writeFileLegalHolds | 401 | unauthorized",
      })
  void a_new_file_is_locked_by_who_may_where_that_can_be(
      String way, String lock, boolean inLocking, String missing, int status, String code) {
    long now = System.currentTimeMillis();
    String bucketId = inLocking ? locking : fixture.bucketId();
    Fixture.Session caller = keyWithout(missing);
    boolean hold = List.of("on", "perhaps").contains(lock);
    Optional<JsonObject> retention = hold ? Optional.empty() : Optional.of(retention(lock, now));

    Fixture.Answer answer =
        switch (way) {
          case "upload" -> {
            HttpRequest.Builder request =
                caller.uploadRequest(caller.uploadUrl(bucketId), "new", CONTENT);
            retention.ifPresent(
                it -> {
                  request.header("X-Bz-File-Retention-Mode", it.getString("mode"));
                  if (it.getLong("retainUntilTimestamp") != null) {
                    request.header(
                        "X-Bz-File-Retention-Retain-Until-Timestamp",
                        "" + it.getLong("retainUntilTimestamp"));
                  }
                });
            if (hold) {
              request.header("X-Bz-File-Legal-Hold", lock);
            }
            yield fixture.send(request);
          }
          case "start" ->
              caller.call(
                  "b2_start_large_file",
                  new JsonObject()
                      .put("bucketId", bucketId)
                      .put("fileName", "new")
                      .put("contentType", "text/plain")
                      .put("fileRetention", retention.orElse(null))
                      .put("legalHold", hold ? lock : null));
          default ->
              caller.call(
                  "b2_copy_file",
                  new JsonObject()
                      .put("sourceFileId", heldFile("none", now).getString("fileId"))
                      .put("destinationBucketId", bucketId)
                      .put("fileName", "new")
                      .put("fileRetention", retention.orElse(null))
                      .put("legalHold", hold ? lock : null));
        };

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    if (status != 200) {
      assertThat(answer.code()).isEqualTo(code);
    } else if (hold) {
      assertThat(value(answer.json(), "legalHold")).isEqualTo("on");
    } else {
      assertThat(value(answer.json(), "fileRetention")).isEqualTo(retention.orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | nothing               | {'mode':'governance','period':{'duration':7,'unit':'days'}} | 200 | ",
        "true  | nothing               | {'mode':'compliance','period':{'duration':1,'unit':'years'}} | 200 | ",
        "true  | nothing               | {'mode':null} | 200 | ",
        "false | nothing               | {'mode':null} | 200 | ",
        "false | nothing               | {'mode':'governance','period':{'duration':7,'unit':'days'}} | 400 | bucket_missing_file_lock",
        "true  | writeBucketRetentions | {'mode':'governance','period':{'duration':7,'unit':'days'}} | 401 | unauthorized",
        "true  | nothing               | {'mode':'strict','period':{'duration':7,'unit':'days'}} | 400 | bad_request",
        "true  | nothing               | {'mode':'governance'} | 400 | bad_request",
        "true  | nothing               | {'mode':null,'period':{'duration':7,'unit':'days'}} | 400 | bad_request",
        "true  | nothing               | {'mode':'governance','period':{'duration':0,'unit':'days'}} | 400 | bad_request",
        "true  | nothing               | {'mode':'governance','period':{'duration':7,'unit':'weeks'}} | 400 | bad_request",
      })
  void a_bucket_gets_a_default_retention_that_makes_sense(
      boolean inLocking, String missing, String wanted, int status, String code) {
    JsonObject retention = new JsonObject(wanted.replace('\'', '"'));

    Fixture.Answer answer =
        keyWithout(missing)
            .call(
                "b2_update_bucket",
                new JsonObject()
                    .put("accountId", fixture.emulator.accountId())
                    .put("bucketId", inLocking ? locking : fixture.bucketId())
                    .put("defaultRetention", retention));

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    if (status == 200) {
      JsonObject lock = (JsonObject) value(answer.json(), "fileLockConfiguration");
      assertThat(lock.getJsonObject("defaultRetention"))
          .isEqualTo(new JsonObject().putNull("mode").putNull("period").mergeIn(retention));
    } else {
      assertThat(answer.code()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource({"days, 1", "years, 365"})
  void whatever_is_new_inherits_the_default_of_its_bucket(String unit, long days) {
    session.call(
        "b2_update_bucket",
        new JsonObject()
            .put("accountId", fixture.emulator.accountId())
            .put("bucketId", locking)
            .put(
                "defaultRetention",
                new JsonObject()
                    .put("mode", "governance")
                    .put("period", new JsonObject().put("duration", 1).put("unit", unit))));
    long now = System.currentTimeMillis();

    JsonObject uploaded = session.upload(locking, "uploaded", CONTENT).json();
    JsonObject started = session.call("b2_start_large_file", start("started")).json();
    JsonObject copied =
        session
            .call(
                "b2_copy_file",
                new JsonObject()
                    .put("sourceFileId", uploaded.getString("fileId"))
                    .put("fileName", "copied"))
            .json();

    for (JsonObject file : List.of(uploaded, started, copied)) {
      JsonObject retention = (JsonObject) value(file, "fileRetention");
      assertThat(retention.getString("mode")).isEqualTo("governance");
      assertThat(retention.getLong("retainUntilTimestamp"))
          .isBetween(now + days * DAY, System.currentTimeMillis() + days * DAY);
    }
    assertThat(
            session
                .call("b2_cancel_large_file", new JsonObject().put("fileId", id(started)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void object_lock_is_switched_on_later_and_never_off() {
    JsonObject bucket = bucket("another-bucket", false);
    JsonObject change =
        new JsonObject()
            .put("accountId", fixture.emulator.accountId())
            .put("bucketId", bucket.getString("bucketId"));

    assertThat(
            keyWithout("writeBucketRetentions")
                .call("b2_update_bucket", change.copy().put("fileLockEnabled", true))
                .status())
        .isEqualTo(401);
    JsonObject on =
        session.call("b2_update_bucket", change.copy().put("fileLockEnabled", true)).json();
    Fixture.Answer off =
        session.call("b2_update_bucket", change.copy().put("fileLockEnabled", false));

    assertThat(((JsonObject) value(on, "fileLockConfiguration")).getBoolean("isFileLockEnabled"))
        .isTrue();
    assertThat(off.code()).isEqualTo("bad_request");
  }

  @ParameterizedTest
  @CsvSource({
    "b2_update_file_retention, writeFileRetentions",
    "b2_update_file_legal_hold, writeFileLegalHolds"
  })
  void a_lock_is_changed_with_the_right_to_and_in_a_bucket_with_lock_alone(
      String call, String capability) {
    long now = System.currentTimeMillis();
    JsonObject change =
        new JsonObject()
            .put("fileRetention", retention("governance 2", now))
            .put("legalHold", "on");
    JsonObject locked = heldFile("none", now);
    JsonObject free = session.upload(fixture.bucketId(), "free", CONTENT).json();

    Fixture.Answer withoutRight = keyWithout(capability).call(call, named(locked).mergeIn(change));
    Fixture.Answer withoutLock = session.call(call, named(free).mergeIn(change));

    assertThat(withoutRight.code()).isEqualTo("unauthorized");
    assertThat(withoutLock.code()).isEqualTo("bucket_missing_file_lock");
    assertThat(session.call(call, named(locked).mergeIn(change)).status()).isEqualTo(200);
  }

  @Test
  void only_who_may_see_a_retention_sees_it() {
    JsonObject file = heldFile("governance 2", System.currentTimeMillis());

    JsonObject blind =
        keyWithout("readFileRetentions")
            .call("b2_get_file_info", new JsonObject().put("fileId", id(file)))
            .json()
            .getJsonObject("fileRetention");

    assertThat(((JsonObject) retentionOf(file)).getString("mode")).isEqualTo("governance");
    assertThat(blind.getBoolean("isClientAuthorizedToRead")).isFalse();
    assertThat(blind.getValue("value")).isNull();
  }

  @Test
  void a_retained_file_can_be_hidden() {
    heldFile("compliance 2", System.currentTimeMillis());

    assertThat(
            session
                .call(
                    "b2_hide_file",
                    new JsonObject().put("bucketId", locking).put("fileName", "file"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_download_tells_the_lock_of_the_file() {
    long now = System.currentTimeMillis();
    JsonObject file = heldFile("governance 2", now);
    session.call("b2_update_file_legal_hold", named(file).put("legalHold", "on"));

    Fixture.Answer answer = session.get("/file/locking-bucket/file");

    assertThat(answer.header("X-Bz-File-Retention-Mode")).isEqualTo("governance");
    assertThat(answer.header("X-Bz-File-Retention-Retain-Until-Timestamp"))
        .isEqualTo("" + (now + 2 * DAY));
    assertThat(answer.header("X-Bz-File-Legal-Hold")).isEqualTo("on");
    assertThat(answer.header("X-Bz-Client-Unauthorized-To-Read")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "readFileRetentions | X-Bz-File-Retention-Mode,X-Bz-File-Retention-Retain-Until-Timestamp",
        "readFileLegalHolds | X-Bz-File-Legal-Hold",
      })
  void a_download_says_which_headers_of_the_lock_the_key_may_not_know(
      String capability, String headers) {
    JsonObject file = heldFile("governance 2", System.currentTimeMillis());
    session.call("b2_update_file_legal_hold", named(file).put("legalHold", "on"));

    Fixture.Answer answer =
        keyWithout(capability)
            .get("/b2api/v2/b2_download_file_by_id?fileId=" + file.getString("fileId"));

    assertThat(answer.header("X-Bz-Client-Unauthorized-To-Read")).isEqualTo(headers);
    assertThat(List.of(headers.split(",")))
        .allSatisfy(it -> assertThat(answer.header(it)).isEmpty());
  }

  @Test
  void a_download_from_a_bucket_without_lock_tells_nothing_of_locks() {
    session.upload(fixture.bucketId(), "free", CONTENT);

    Fixture.Answer answer =
        keyWithout("readFileRetentions").get("/file/" + Fixture.BUCKET + "/free");

    assertThat(answer.header("X-Bz-Client-Unauthorized-To-Read")).isEmpty();
  }

  private Fixture.Session keyWithout(String capability) {
    List<String> capabilities = new ArrayList<>(Capabilities.ALL);
    capabilities.remove(capability);
    return fixture.session(2, fixture.key(capabilities, List.of(), Optional.empty()));
  }

  private JsonObject start(String name) {
    return new JsonObject()
        .put("bucketId", locking)
        .put("fileName", name)
        .put("contentType", "text/plain");
  }

  /** A new file in the locking bucket under this lock. */
  private JsonObject heldFile(String lock, long now) {
    JsonObject file = session.upload(locking, "file", CONTENT).json();
    if (!lock.equals("none")) {
      Fixture.Answer locked =
          session.call(
              "b2_update_file_retention", named(file).put("fileRetention", retention(lock, now)));
      assertThat(locked.status()).isEqualTo(200);
    }
    return file;
  }

  private static JsonObject named(JsonObject file) {
    return new JsonObject().put("fileName", file.getString("fileName")).put("fileId", id(file));
  }

  private static String id(JsonObject file) {
    return file.getString("fileId");
  }

  private Object retentionOf(JsonObject file) {
    return value(
        session.call("b2_get_file_info", new JsonObject().put("fileId", id(file))).json(),
        "fileRetention");
  }

  private static Object value(JsonObject json, String guarded) {
    return json.getJsonObject(guarded).getValue("value");
  }

  /** {@code none}, a mode alone, or a mode and days from now. */
  private static JsonObject retention(String text, long now) {
    String[] words = text.split(" ", 2);
    return new JsonObject()
        .put("mode", words[0].equals("none") ? null : words[0])
        .put(
            "retainUntilTimestamp",
            words.length < 2 ? null : (Long) (now + Long.parseLong(words[1]) * DAY));
  }
}
