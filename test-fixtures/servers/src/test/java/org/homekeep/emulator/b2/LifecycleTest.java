package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bucket does by itself as time goes on. */
class LifecycleTest extends EmulatorTest {
  @Test
  void a_file_is_hidden_and_its_hidden_version_deleted_after_their_days() {
    rules("{'fileNamePrefix':'log/','daysFromUploadingToHiding':3,'daysFromHidingToDeleting':2}");
    session.upload(fixture.bucketId(), "log/a", CONTENT);
    session.upload(fixture.bucketId(), "other", CONTENT);

    daysGoBy(2);
    assertThat(versions()).containsExactly("log/a upload", "other upload");
    daysGoBy(1);
    assertThat(versions()).containsExactly("log/a hide", "log/a upload", "other upload");
    assertThat(fixture.master().get("/file/" + Fixture.BUCKET + "/log/a").status()).isEqualTo(404);
    daysGoBy(1);
    assertThat(versions()).containsExactly("log/a hide", "log/a upload", "other upload");
    daysGoBy(1);
    assertThat(versions()).containsExactly("other upload");
  }

  @Test
  void a_jump_over_many_days_does_what_was_due_in_between() {
    rules("{'fileNamePrefix':'','daysFromUploadingToHiding':3,'daysFromHidingToDeleting':2}");
    session.upload(fixture.bucketId(), "a", CONTENT);

    daysGoBy(5);

    assertThat(versions()).isEmpty();
  }

  @Test
  void an_older_version_is_deleted_when_a_newer_one_has_hidden_it_for_its_days() {
    rules("{'fileNamePrefix':'','daysFromHidingToDeleting':1}");
    session.upload(fixture.bucketId(), "a", CONTENT);
    daysGoBy(5);
    session = fixture.master();
    String newer = session.upload(fixture.bucketId(), "a", CONTENT).json().getString("fileId");

    assertThat(versions()).hasSize(2);
    daysGoBy(1);

    assertThat(fixture.emulator.objects(Fixture.BUCKET).await())
        .extracting(StoredObject::fileId)
        .containsExactly(newer);
    daysGoBy(50);
    assertThat(versions()).hasSize(1);
  }

  @Test
  void a_locked_version_is_not_deleted_before_its_time() {
    session.call(
        "b2_update_bucket",
        bucket()
            .put("fileLockEnabled", true)
            .put(
                "defaultRetention",
                new JsonObject()
                    .put("mode", "governance")
                    .put("period", new JsonObject().put("duration", 9).put("unit", "days"))));
    rules("{'fileNamePrefix':'','daysFromUploadingToHiding':1,'daysFromHidingToDeleting':1}");
    session.upload(fixture.bucketId(), "a", CONTENT);

    daysGoBy(8);
    assertThat(versions()).containsExactly("a hide", "a upload");
    daysGoBy(2);
    assertThat(versions()).isEmpty();
  }

  @Test
  void an_unfinished_large_file_is_cancelled_with_its_parts_after_its_days() {
    rules(
        "{'fileNamePrefix':'b','daysFromStartingToCancelingUnfinishedLargeFiles':2}",
        "{'fileNamePrefix':'c','daysFromHidingToDeleting':1}");
    String forgotten = session.startLarge(fixture.bucketId(), "backup.tar");
    session.startLarge(fixture.bucketId(), "c");
    session.uploadPart(forgotten, 1, CONTENT);

    daysGoBy(1);
    assertThat(unfinished()).containsExactly("backup.tar", "c");
    daysGoBy(1);
    assertThat(unfinished()).containsExactly("c");
    assertThat(
            fixture
                .master()
                .call("b2_list_parts", new JsonObject().put("fileId", forgotten))
                .code())
        .isEqualTo("bad_request");
    assertThat(directory.resolve("data")).isEmptyDirectory();
  }

  @Test
  void without_rules_everything_stays() {
    session.upload(fixture.bucketId(), "a", CONTENT);
    session.upload(fixture.bucketId(), "a", CONTENT);
    session.startLarge(fixture.bucketId(), "b");

    daysGoBy(1000);

    assertThat(versions()).hasSize(2);
    assertThat(unfinished()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'fileNamePrefix':'','daysFromHidingToDeleting':0}",
        "{'fileNamePrefix':'','daysFromUploadingToHiding':-1}",
        "{'fileNamePrefix':'','daysFromStartingToCancelingUnfinishedLargeFiles':'many'}",
        "{'daysFromHidingToDeleting':1}",
        "7",
      })
  void a_rule_that_makes_no_sense_is_refused(String rule) {
    assertThat(rules(rule).code()).isEqualTo("bad_request");
  }

  @Test
  void a_bucket_has_a_hundred_rules_at_most() {
    String[] rules =
        IntStream.range(0, 101)
            .mapToObj("{'fileNamePrefix':'%d/','daysFromHidingToDeleting':1}"::formatted)
            .toArray(String[]::new);

    assertThat(rules(rules).code()).isEqualTo("bad_request");
    assertThat(rules(List.of(rules).subList(0, 100).toArray(String[]::new)).status())
        .isEqualTo(200);
  }

  private Fixture.Answer rules(String... rules) {
    return session.call(
        "b2_update_bucket",
        bucket()
            .put(
                "lifecycleRules",
                new JsonArray("[" + String.join(",", rules).replace('\'', '"') + "]")));
  }

  private JsonObject bucket() {
    return new JsonObject()
        .put("accountId", fixture.emulator.accountId())
        .put("bucketId", fixture.bucketId());
  }

  private void daysGoBy(int days) {
    fixture.emulator.advanceClock(Duration.ofDays(days)).await();
  }

  private List<String> versions() {
    return fixture.emulator.objects(Fixture.BUCKET).await().stream()
        .map(it -> it.name() + " " + it.action())
        .toList();
  }

  private List<String> unfinished() {
    return fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await().stream()
        .map(StoredObject::name)
        .toList();
  }
}
