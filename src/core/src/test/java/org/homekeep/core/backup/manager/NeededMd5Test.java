package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.StoredBytes;
import org.junit.jupiter.api.Test;

/** Locations that have to know the MD5 of an archive before they get it. */
class NeededMd5Test extends KeepingHubTest {

  private static Optional<String> md5(byte[] bytes) {
    return Optional.of(KeepingHub.md5(bytes).checksum());
  }

  private static StoredBytes anotherMd5(byte[] bytes) {
    return new StoredBytes(bytes.length, StoredBytes.Algorithm.MD5, "0".repeat(32));
  }

  @Test
  void a_location_that_needs_the_md5_gets_it_with_the_archive() throws Exception {
    home.one.needMd5();
    String id = home.automatic();

    assertThat(home.one.md5()).isEqualTo(md5(home.one.bytes(id)));
  }

  @Test
  void where_nobody_needs_it_none_is_taken() throws Exception {
    home.automatic();

    assertThat(home.one.md5()).isEmpty();
  }

  @Test
  void of_an_archive_that_is_recoded_it_is_that_of_what_is_sent() throws Exception {
    home.two.needMd5();
    home.update(
        "{'create_backup':{'password':'AAAA-BBBB'},'agents':{'test.two':{'protected':false}}}");
    String id = home.automatic();

    assertThat(home.two.bytes(id)).isNotEqualTo(home.one.bytes(id));
    assertThat(home.two.md5()).isEqualTo(md5(home.two.bytes(id)));
  }

  private void failFirstAttempt() throws Exception {
    home.one.failUploadsWith(new BackupAgentException("Not now."));
    home.hub.call("backup/generate_with_automatic_settings");
    home.hub.awaitIdle();
    home.one.recover();
  }

  private void assertTheNextAttemptHasIt() throws Exception {
    home.hub.until(
        () -> {
          home.advance(Duration.ofMinutes(10));
          return !home.one.ids().isEmpty();
        });

    assertThat(home.one.md5()).isEqualTo(md5(home.one.bytes(home.one.ids().get(0))));
  }

  @Test
  void it_is_known_at_a_later_attempt_of_another_process() throws Exception {
    home.one.needMd5();
    failFirstAttempt();
    home.one.needNoMd5();
    home.restart();
    assertTheNextAttemptHasIt();
  }

  @Test
  void a_location_that_began_to_need_it_gets_it_at_a_later_attempt() throws Exception {
    failFirstAttempt();
    home.one.needMd5();
    assertTheNextAttemptHasIt();
  }

  @Test
  void what_is_delivered_from_another_location_comes_with_it() throws Exception {
    String id = home.hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("test.two")));
    home.one.needMd5();
    home.hub.call(
        "homekeep/backup/deliver",
        new JsonObject().put("backup_id", id).put("agent_ids", new JsonArray().add("test.one")));
    home.hub.until(() -> home.one.ids().contains(id));

    assertThat(home.one.md5()).isEqualTo(md5(home.one.bytes(id)));
  }

  @Test
  void a_location_that_says_the_same_md5_is_believed_and_not_read() throws Exception {
    home.one.needMd5();
    home.one.say(KeepingHub::md5);
    String id = home.automatic();

    assertThat(home.verified("test.one", id)).isEqualTo("confirmed");
    assertThat(home.one.downloads()).isZero();
  }

  @Test
  void another_md5_proves_nothing_and_the_copy_is_read() throws Exception {
    home.one.needMd5();
    home.one.say(NeededMd5Test::anotherMd5);
    String id = home.automatic();

    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
    assertThat(home.one.ids()).containsExactly(id);
  }

  @Test
  void a_copy_that_has_another_md5_and_other_bytes_is_damaged() throws Exception {
    home.one.needMd5();
    home.one.say(KeepingHub::md5);
    home.one.store(bytes -> new byte[bytes.length]);
    home.automatic();

    assertThat(home.one.ids()).isEmpty();
    assertThat(home.hub.issues()).containsKey("backup_copy_not_as_sent_test.one");
  }

  @Test
  void an_md5_of_what_nobody_took_it_of_proves_nothing() throws Exception {
    home.one.say(KeepingHub::md5);
    String id = home.automatic();

    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  @Test
  void it_is_known_after_a_restart_when_the_location_says_it_late() throws Exception {
    home.one.needMd5();
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();
    assertThat(home.verified("test.one", id)).isEqualTo("no");

    home.restart();
    home.one.say(KeepingHub::md5);
    home.advance(Duration.ofDays(2));

    assertThat(home.verified("test.one", id)).isEqualTo("confirmed");
  }
}
