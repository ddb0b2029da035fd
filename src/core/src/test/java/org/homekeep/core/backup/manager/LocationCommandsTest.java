package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.websocket.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about locations and single copies. */
class LocationCommandsTest extends KeepingHubTest {
  private static final String TEST = "{'agent_id':'test.one'}";

  private JsonObject location(String agentId) throws Exception {
    return found(home.call("locations", "{}"), agentId);
  }

  private static JsonObject found(JsonObject answer, String agentId) {
    return answer.getJsonArray("locations").stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("agent_id").equals(agentId))
        .findFirst()
        .orElseThrow();
  }

  private static String copy(String backupId) {
    return "{'backup_id':'" + backupId + "','agent_id':'test.one'}";
  }

  private JsonObject verify(String backupId) throws Exception {
    return home.call("copies/verify", copy(backupId));
  }

  private Future<CommandResult> begin(String command, String fields) throws Exception {
    return home.hub.begin("homekeep/backup/" + command, KeepingHub.json(fields));
  }

  private static JsonObject json(Future<CommandResult> answer) throws Exception {
    return (JsonObject) answer.await(60, TimeUnit.SECONDS).json().orElseThrow();
  }

  private static void damage(MemoryAgent agent, String backupId) {
    byte[] bytes = agent.bytes(backupId);
    bytes[bytes.length / 2] ^= 1;
    agent.put(agent.remove(backupId), bytes);
  }

  private JsonObject damaged(String backupId) throws Exception {
    return home.call("retention/preview", "{}").getJsonArray("copies").stream()
        .map(JsonObject.class::cast)
        .filter(
            each ->
                each.getString("agent_id").equals("test.one")
                    && each.getString("backup_id").equals(backupId))
        .findFirst()
        .orElseThrow()
        .getJsonObject("damaged");
  }

  private String issue() throws Exception {
    return home.hub.issues().containsKey("backup_copy_not_as_sent_test.one") ? "told" : "none";
  }

  @ParameterizedTest
  @ValueSource(strings = {"locations", "locations/test", "copies/verify", "copies/verify/cancel"})
  void every_command_is_for_administrators(String command) {
    assertThat(home.hub.command("homekeep/backup/" + command).access()).isEqualTo(Access.ADMIN);
  }

  @Test
  void a_location_says_what_it_holds_and_when_it_last_took_a_backup_whole() throws Exception {
    String first = home.automatic();
    JsonObject before = location("test.one");
    String second = home.automatic();

    JsonObject now = location("test.one");
    assertThat(now.getInteger("copies")).isEqualTo(2);
    assertThat(now.getLong("bytes"))
        .isEqualTo(home.one.bytes(first).length + home.one.bytes(second).length);
    assertThat(now.getString("name")).isEqualTo("one");
    assertThat(now.getBoolean("answered")).isTrue();
    assertThat(now.getString("last_success"))
        .isGreaterThan(before.getString("last_success"))
        .startsWith("2024-11-11T");
  }

  @Test
  void only_the_disk_of_this_system_has_a_known_size() throws Exception {
    JsonObject local = location("backup.local");
    assertThat(local.getLong("free_bytes"))
        .isPositive()
        .isLessThanOrEqualTo(local.getLong("total_bytes"));

    assertThat(location("test.one").getValue("free_bytes")).isNull();
    assertThat(location("test.one").getValue("total_bytes")).isNull();
  }

  @Test
  void a_copy_that_nobody_could_verify_is_no_success() throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    home.automatic();

    assertThat(location("test.one").getInteger("copies")).isEqualTo(1);
    assertThat(location("test.one").getString("last_success")).isNull();
    assertThat(location("test.two").getString("last_success")).isNotNull();
  }

  @Test
  void a_location_that_does_not_answer_keeps_nobody_waiting() throws Exception {
    home.automatic();
    home.call("locations", "{}");
    Promise<Void> gate = home.one.holdListings();
    Future<CommandResult> answer = begin("locations", "{}");
    assertThat(answer.isComplete()).isFalse();
    home.hub.advance(Glimpse.PATIENCE);

    JsonObject silent = found(json(answer), "test.one");
    assertThat(silent.getBoolean("answered")).isFalse();
    assertThat(silent.getString("error")).startsWith("one does not answer yet.");
    assertThat(silent.getInteger("copies")).isEqualTo(1);
    assertThat(silent.getString("last_success")).isNotNull();
    gate.complete();
  }

  @Test
  void a_test_says_that_the_location_has_the_newest_copy_as_it_was_sent() throws Exception {
    home.one.say(KeepingHub::sha1);
    home.automatic();
    String newest = home.automatic();
    int downloads = home.one.downloads();

    JsonObject said = home.call("locations/test", TEST);

    assertThat(said.getBoolean("answered")).isTrue();
    assertThat(said.getInteger("copies")).isEqualTo(2);
    assertThat(said.getLong("milliseconds")).isNotNegative();
    assertThat(said.getString("error")).isNull();
    JsonObject copy = said.getJsonObject("newest");
    assertThat(copy.getString("backup_id")).isEqualTo(newest);
    assertThat(copy.getString("state")).isEqualTo("sound");
    assertThat(copy.getJsonObject("verified").getString("how")).isEqualTo("confirmed");
    assertThat(home.one.downloads()).isEqualTo(downloads);
  }

  @Test
  void a_test_asks_for_no_bytes_of_a_location_that_cannot_say_what_it_has() throws Exception {
    home.automatic();
    int downloads = home.one.downloads();

    JsonObject copy = home.call("locations/test", TEST).getJsonObject("newest");

    assertThat(copy.getString("state")).isEqualTo("not_checkable");
    assertThat(copy.getString("message")).contains("Verify the copy");
    assertThat(copy.getJsonObject("verified").getString("how")).isEqualTo("read_back");
    assertThat(home.one.downloads()).isEqualTo(downloads);
  }

  @Test
  void a_test_that_finds_damage_tells_it_and_deletes_nothing() throws Exception {
    String id = home.automatic();
    home.one.say(KeepingHub::sha1);
    damage(home.one, id);

    JsonObject copy = home.call("locations/test", TEST).getJsonObject("newest");

    assertThat(copy.getString("state")).isEqualTo("damaged");
    assertThat(copy.getString("message")).startsWith("The copy at one is damaged");
    assertThat(issue()).isEqualTo("told");
    assertThat(home.one.ids()).containsExactly(id);
    assertThat(home.verified("test.one", id)).isEqualTo("no");
  }

  @Test
  void a_test_of_a_location_that_fails_says_why() throws Exception {
    home.one.failWith(new BackupAgentException("The key was revoked."));

    JsonObject said = home.call("locations/test", TEST);

    assertThat(said.getBoolean("answered")).isFalse();
    assertThat(said.getString("error")).isEqualTo("The key was revoked.");
    assertThat(said.getValue("newest")).isNull();
  }

  @Test
  void a_test_of_an_empty_location_finds_it_well() throws Exception {
    JsonObject said = home.call("locations/test", TEST);

    assertThat(said.getBoolean("answered")).isTrue();
    assertThat(said.getInteger("copies")).isZero();
    assertThat(said.getValue("newest")).isNull();
  }

  @Test
  void a_location_that_is_not_there_cannot_be_tested() throws Exception {
    assertThat(
            home.hub.refused(
                "homekeep/backup/locations/test", KeepingHub.json("{'agent_id':'test.none'}")))
        .contains("Invalid agent selected: test.none");
  }

  @Test
  void a_copy_is_read_although_the_location_would_say_that_it_is_right() throws Exception {
    home.one.say(KeepingHub::sha1);
    String id = home.automatic();
    assertThat(home.verified("test.one", id)).isEqualTo("confirmed");
    int downloads = home.one.downloads();

    JsonObject said = verify(id);

    assertThat(said.getString("result")).isEqualTo("verified");
    assertThat(said.getJsonObject("verified").getString("how")).isEqualTo("read_back");
    assertThat(home.one.downloads()).isEqualTo(downloads + 1);
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  @Test
  void a_copy_on_this_system_is_read_from_the_disk() throws Exception {
    String id = home.hub.backup(KeepingHub.json("{'agent_ids':['backup.local','test.one']}"));

    JsonObject said =
        home.call("copies/verify", "{'backup_id':'" + id + "','agent_id':'backup.local'}");

    assertThat(said.getString("result")).isEqualTo("verified");
    assertThat(home.verified("backup.local", id)).isEqualTo("read_back");
  }

  @Test
  void a_damaged_copy_is_told_counts_no_more_and_stays() throws Exception {
    String damaged = home.automatic();
    String whole = home.automatic();
    damage(home.one, damaged);

    JsonObject said = verify(damaged);

    assertThat(said.getString("result")).isEqualTo("damaged");
    assertThat(said.getValue("verified")).isNull();
    assertThat(issue()).isEqualTo("told");
    assertThat(home.one.ids()).containsExactlyInAnyOrder(damaged, whole);
    assertThat(home.verified("test.one", damaged)).isEqualTo("no");

    assertThat(verify(whole).getString("result")).isEqualTo("verified");
    assertThat(issue()).as("another copy being whole does not mend this one").isEqualTo("told");
  }

  @Test
  void a_damaged_copy_stays_known_as_damaged_and_can_be_verified_again() throws Exception {
    home.one.say(KeepingHub::sha1);
    String id = home.automatic();
    damage(home.one, id);
    verify(id);
    assertThat(damaged(id).getString("message")).startsWith("The copy at one is damaged");
    assertThat(damaged(id).getString("at")).startsWith("2024-11-11T");

    home.restart();
    assertThat(damaged(id)).isNotNull();
    assertThat(verify(id).getString("result")).isEqualTo("damaged");

    damage(home.one, id);
    assertThat(verify(id).getString("result")).as("the bytes are back").isEqualTo("verified");
    assertThat(damaged(id)).isNull();
    assertThat(issue()).isEqualTo("none");
  }

  @Test
  void a_location_that_confirms_what_was_read_as_damaged_changes_nothing() throws Exception {
    String id = home.automatic();
    byte[] whole = home.one.bytes(id).clone();
    damage(home.one, id);
    verify(id);
    home.one.say(stored -> KeepingHub.sha1(whole));

    JsonObject copy = home.call("locations/test", TEST).getJsonObject("newest");

    assertThat(copy.getString("state")).isEqualTo("damaged");
    assertThat(damaged(id)).isNotNull();
    assertThat(issue()).isEqualTo("told");
  }

  @Test
  void one_of_two_damaged_copies_that_is_whole_again_takes_no_issue_back() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    damage(home.one, first);
    damage(home.one, second);
    verify(first);
    verify(second);
    damage(home.one, first);

    assertThat(verify(first).getString("result")).isEqualTo("verified");
    assertThat(damaged(first)).isNull();
    assertThat(issue()).isEqualTo("told");
    damage(home.one, second);
    verify(second);
    assertThat(issue()).isEqualTo("none");
  }

  @Test
  void a_damaged_copy_is_not_read_again_by_itself() throws Exception {
    String id = home.automatic();
    damage(home.one, id);
    verify(id);
    int downloads = home.one.downloads();

    home.advance(Duration.ofDays(3));

    assertThat(home.one.downloads()).isEqualTo(downloads);
    assertThat(damaged(id)).isNotNull();
  }

  @Test
  void a_copy_that_cannot_be_read_now_stays_verified_as_it_was() throws Exception {
    String id = home.automatic();
    home.one.failDownloadsWith(new BackupAgentException("Come back later."));

    JsonObject said = verify(id);

    assertThat(said.getString("result")).isEqualTo("unknown");
    assertThat(said.getString("message")).isEqualTo("Come back later.");
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
    assertThat(issue()).isEqualTo("none");
  }

  @Test
  void a_copy_that_somebody_deleted_at_the_location_is_missing() throws Exception {
    String id = home.automatic();
    home.one.remove(id);

    assertThat(verify(id).getString("result")).isEqualTo("missing");
  }

  @Test
  void a_copy_of_others_cannot_be_compared_with_anything() throws Exception {
    KeepingHub.plant(home.one, "aaaa0001", "2024-11-01T00:00:00+00:00", true);

    assertThat(verify("aaaa0001").getString("result")).isEqualTo("not_checkable");
    assertThat(home.one.downloads()).isZero();
    assertThat(home.hub.refused("homekeep/backup/copies/verify", KeepingHub.json(copy("aaaa0002"))))
        .contains("not found");
  }

  @Test
  void who_asks_again_hears_of_the_same_reading_and_another_copy_waits() throws Exception {
    String first = home.automatic();
    String second = home.automatic();
    int downloads = home.one.downloads();
    Promise<Void> gate = home.one.holdDownloads();

    Future<CommandResult> one = begin("copies/verify", copy(first));
    Future<CommandResult> again = begin("copies/verify", copy(first));

    assertThat(location("test.one").getString("verifying")).isEqualTo(first);
    assertThat(home.hub.refused("homekeep/backup/copies/verify", KeepingHub.json(copy(second))))
        .contains("Another copy at one is being verified.");
    gate.complete();
    assertThat(json(one)).isEqualTo(json(again));
    assertThat(home.one.downloads()).isEqualTo(downloads + 1);
    assertThat(location("test.one").getString("verifying")).isNull();
  }

  @Test
  void a_verification_can_be_ended_and_changes_nothing_then() throws Exception {
    String id = home.automatic();
    Promise<Void> gate = home.one.holdDownloads();
    Future<CommandResult> reading = begin("copies/verify", copy(id));

    assertThat(home.call("copies/verify/cancel", copy(id)).getBoolean("cancelled")).isTrue();

    assertThat(json(reading).getString("result")).isEqualTo("cancelled");
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
    assertThat(home.call("copies/verify/cancel", copy(id)).getBoolean("cancelled")).isFalse();
    gate.complete();
    assertThat(verify(id).getString("result")).isEqualTo("verified");
  }

  @Test
  void what_the_location_says_meanwhile_is_no_change_of_the_copy_that_is_read() throws Exception {
    String id = unverified();
    Future<CommandResult> reading = readWhileItSays(id, KeepingHub::sha1);

    assertThat(json(reading).getString("result")).isEqualTo("verified");
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  @Test
  void damage_that_the_location_tells_meanwhile_is_no_change_of_the_copy_that_is_read()
      throws Exception {
    String id = unverified();
    damage(home.one, id);
    Future<CommandResult> reading = readWhileItSays(id, KeepingHub::sha1);

    assertThat(json(reading).getString("result")).isEqualTo("damaged");
    assertThat(damaged(id)).isNotNull();
    assertThat(issue()).isEqualTo("told");
  }

  @Test
  void damage_that_is_read_counts_although_the_location_has_confirmed_the_copy_meanwhile()
      throws Exception {
    String id = unverified();
    byte[] sent = home.one.bytes(id).clone();
    damage(home.one, id);
    Future<CommandResult> reading = readWhileItSays(id, damaged -> KeepingHub.sha1(sent));

    assertThat(json(reading).getString("result")).isEqualTo("damaged");
    assertThat(damaged(id)).isNotNull();
    assertThat(issue()).isEqualTo("told");
  }

  @Test
  void a_location_that_confirms_a_copy_which_was_read_as_damaged_meanwhile_changes_nothing()
      throws Exception {
    String id = unverified();
    byte[] sent = home.one.bytes(id).clone();
    damage(home.one, id);
    home.one.say(damaged -> KeepingHub.sha1(sent));
    Promise<Void> gate = home.one.holdQuestions();
    Future<CommandResult> test = asked();

    assertThat(verify(id).getString("result")).isEqualTo("damaged");
    gate.complete();

    assertThat(newest(test)).isEqualTo("damaged");
    assertThat(damaged(id)).isNotNull();
    assertThat(issue()).isEqualTo("told");
  }

  @Test
  void
      a_location_that_confirms_a_verified_copy_which_was_read_as_damaged_meanwhile_is_not_believed()
          throws Exception {
    String id = home.automatic();
    byte[] sent = home.one.bytes(id).clone();
    damage(home.one, id);
    home.one.say(damaged -> KeepingHub.sha1(sent));
    Promise<Void> gate = home.one.holdQuestions();
    Future<CommandResult> test = asked();

    assertThat(verify(id).getString("result")).isEqualTo("damaged");
    gate.complete();

    assertThat(newest(test)).isEqualTo("damaged");
    assertThat(damaged(id)).isNotNull();
  }

  @Test
  void a_location_that_confirms_a_copy_which_was_read_meanwhile_adds_nothing() throws Exception {
    String id = unverified();
    home.one.say(KeepingHub::sha1);
    Promise<Void> gate = home.one.holdQuestions();
    Future<CommandResult> test = asked();

    assertThat(verify(id).getString("result")).isEqualTo("verified");
    gate.complete();

    assertThat(newest(test)).isEqualTo("sound");
    assertThat(home.verified("test.one", id)).isEqualTo("read_back");
  }

  private static String newest(Future<CommandResult> test) throws Exception {
    return json(test).getJsonObject("newest").getString("state");
  }

  /** Reads a copy, and hears what its location says of it before the reading has ended. */
  private Future<CommandResult> readWhileItSays(String id, Function<byte[], StoredBytes> words)
      throws Exception {
    Promise<Void> gate = home.one.holdDownloads();
    Future<CommandResult> reading = begin("copies/verify", copy(id));
    home.one.say(words);
    home.call("locations/test", TEST);
    gate.complete();
    return reading;
  }

  /** A test of the location that has asked it what it has. */
  private Future<CommandResult> asked() throws Exception {
    int before = home.one.questions();
    Future<CommandResult> test = begin("locations/test", TEST);
    home.hub.until(() -> home.one.questions() > before);
    return test;
  }

  /** A copy of which nobody knows yet whether it arrived as it was sent. */
  private String unverified() throws Exception {
    home.one.failDownloadsWith(new BackupAgentException("Not now."));
    String id = home.automatic();
    home.one.recover();
    return id;
  }

  @Test
  void a_copy_that_was_deleted_while_it_was_read_is_no_damage() throws Exception {
    String id = home.automatic();
    Promise<Void> gate = home.one.holdDownloads();
    Future<CommandResult> reading = begin("copies/verify", copy(id));
    home.hub.call("backup/delete", new JsonObject().put("backup_id", id));
    KeepingHub.plant(home.one, id, "2024-11-11T00:00:00+00:00", true);
    gate.complete();

    assertThat(json(reading).getString("result")).isEqualTo("unknown");
    assertThat(issue()).isEqualTo("none");
  }
}
