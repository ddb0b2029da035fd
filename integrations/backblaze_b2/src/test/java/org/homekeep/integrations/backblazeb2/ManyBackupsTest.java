package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder with thousands of backups is listed at the cost of what is new in it. */
class ManyBackupsTest extends ManyBackups {
  private static final String READ = "b2_download_file_by_id";
  private static final String LIST = "b2_list_file_names";

  private ConfigEntry entry;

  @BeforeEach
  void enter() throws Exception {
    entry = entry(input(readAndWriteKey(), BUCKET, "ha/"));
  }

  /** As after a restart: what is in memory is gone. */
  private BackupAgent restarted() throws Exception {
    return agent(entry);
  }

  private byte[] kept() throws Exception {
    return hub.cache(entry.entryId()).read().orElseThrow();
  }

  @Test
  void after_a_restart_only_what_is_new_is_read() throws Exception {
    plant(0, 600);
    BackupAgent first = restarted();
    assertThat(listedIds(first)).hasSize(600);
    List<AgentBackup> before = hub.await(first::listBackups);
    assertThat(count(READ)).isEqualTo(600);
    assertThat(count(LIST)).isEqualTo(2);
    plant(600, 603);

    List<AgentBackup> after = hub.await(restarted()::listBackups);

    assertThat(after).hasSize(603).startsWith(before.toArray(AgentBackup[]::new));
    assertThat(after.get(602)).isEqualTo(night(602));
    assertThat(count(READ)).isEqualTo(603);
    assertThat(count(LIST)).isEqualTo(4);
  }

  @Test
  void what_is_listed_no_more_is_kept_no_more() throws Exception {
    plant(0, 20);
    BackupAgent agent = restarted();
    listedIds(agent);
    int all = kept().length;
    for (int i = 0; i < 18; i++) {
      String id = night(i).backupId();
      hub.await(() -> agent.deleteBackup(id));
    }

    assertThat(listedIds(agent)).hasSize(2);

    assertThat(kept()).hasSizeLessThan(all);
    listedIds(restarted());
    assertThat(count(READ)).isEqualTo(20);
  }

  @Test
  void a_sidecar_that_was_replaced_is_another_file_and_is_read() throws Exception {
    plant(0, 2);
    listedIds(restarted());
    put(entry, base(1) + ".metadata.json", Sidecar.write(backup("cccc3333", 10)));

    assertThat(listedIds(restarted())).containsExactly("00000000", "cccc3333");
  }

  /** What may have become of a file while nobody looked. */
  enum Damage {
    EMPTY,
    NO_SUCH_FILE,
    CUT_SHORT,
    WITHOUT_ITS_END,
    ONE_BIT,
    ANOTHER_FORMAT,
    NO_JSON,
    NO_BACKUP,
    MORE_THAN_IT_SAYS;

    byte[] of(byte[] bytes) {
      return switch (this) {
        case EMPTY -> new byte[0];
        case NO_SUCH_FILE -> "{\"version\": 1}".getBytes(StandardCharsets.UTF_8);
        case CUT_SHORT -> Arrays.copyOf(bytes, bytes.length / 2);
        case WITHOUT_ITS_END -> Arrays.copyOf(bytes, bytes.length - 4);
        case ONE_BIT -> {
          bytes[bytes.length / 2] ^= 4;
          yield bytes;
        }
        case ANOTHER_FORMAT -> inside(bytes, text -> text.replace("sidecars 1", "sidecars 2"));
        case NO_JSON -> inside(bytes, text -> text.replace("{\"addons\"", "|\"addons\""));
        case NO_BACKUP -> inside(bytes, text -> text.replace("\"date\"", "\"dote\""));
        case MORE_THAN_IT_SAYS -> inside(bytes, text -> text + "x");
      };
    }

    private static byte[] inside(byte[] packed, UnaryOperator<String> change) {
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed));
          GZIPOutputStream out = new GZIPOutputStream(changed)) {
        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(change.apply(text)).isNotEqualTo(text);
        out.write(change.apply(text).getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
      return changed.toByteArray();
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void what_is_kept_and_cannot_be_used_costs_reading_alone(Damage damage) throws Exception {
    plant(0, 3);
    listedIds(restarted());
    hub.cache(entry.entryId()).write(damage.of(kept()));

    assertThat(listedIds(restarted())).hasSize(3);
    assertThat(count(READ)).isEqualTo(6);
    assertThat(listedIds(restarted())).hasSize(3);
    assertThat(count(READ)).isEqualTo(6);
  }

  @Test
  void nothing_secret_is_kept() throws Exception {
    plant(0, 3);
    listedIds(restarted());

    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(kept()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("Automatic backup 2026.4.1")
          .doesNotContain(entry.data().secret("key_id").reveal())
          .doesNotContain(entry.data().secret("application_key").reveal());
    }
  }

  @Test
  void what_was_kept_is_still_there_when_the_first_listing_fails() throws Exception {
    plant(0, 3);
    listedIds(restarted());
    BackupAgent agent = restarted();
    fault(FaultRule.error(LIST, 400, "bad_request"));
    failureOf(hub.start(agent::listBackups));

    assertThat(listedIds(agent)).hasSize(3);
    assertThat(count(READ)).isEqualTo(3);
  }

  @Test
  void damaged_sidecars_hide_none_of_many_and_are_named() throws Exception {
    plant(0, 30);
    put(entry, base(3) + ".metadata.json", "{".getBytes(StandardCharsets.UTF_8));

    assertThat(listedIds(restarted())).hasSize(29).doesNotContain("00000003");
    assertThat(hub.shownIssues()).containsOnlyKeys("unreadable_metadata_01ENTRY");
    assertThat(hub.shownIssues().get("unreadable_metadata_01ENTRY").placeholders())
        .containsEntry("names", "* `%s.metadata.json`".formatted(base(3)));
  }

  /** Nothing comes at all, or a byte a second. */
  @ParameterizedTest
  @EnumSource(
      value = FaultAction.class,
      names = {"STALL", "SLOW"})
  void a_sidecar_that_hangs_hides_no_other_and_is_not_absent(FaultAction hanging) throws Exception {
    plant(0, 30);
    assertThat(listedIds(restarted())).hasSize(30);
    hub.set("list_timeout", Duration.ofSeconds(2));
    plant(30, 31);
    fault(FaultRule.of(READ, hanging).bytesPerSecond(1).times(1000));
    BackupAgent other = restarted();

    assertThat(listedIds(other)).hasSize(30);
    assertThat(failureOf(hub.start(() -> other.getBackup(night(30).backupId()))))
        .isInstanceOf(BackupAgentException.class)
        .isNotInstanceOf(BackupNotFoundException.class)
        .hasMessageMatching("(?s).*a metadata file (did not come in time|hangs).*");
    assertThat(hub.shownIssues().get("metadata_not_read_01ENTRY").placeholders())
        .containsEntry("count", "1")
        .containsEntry("names", "* `%s.metadata.json`".formatted(base(30)));
    assertThat(hub.await(() -> other.getBackup(night(29).backupId()))).isEqualTo(night(29));

    noFaults();
    Patience.until(() -> assertThat(listedIds(other)).hasSize(31));
    assertThat(hub.shownIssues()).isEmpty();
  }

  @Test
  void sidecars_that_hang_once_are_read_all_the_same() throws Exception {
    hub.set("list_timeout", Duration.ofSeconds(20));
    plant(0, 30);
    fault(FaultRule.of(READ, FaultAction.STALL).nth(5).times(4));

    assertThat(listedIds(restarted())).hasSize(30);
  }

  @Test
  void when_all_hang_the_list_fails_in_time_and_says_why() throws Exception {
    hub.set("list_timeout", Duration.ofSeconds(1));
    plant(0, 30);
    fault(FaultRule.of(READ, FaultAction.STALL).times(1000));
    BackupAgent agent = restarted();

    assertThat(failureOf(hub.start(agent::listBackups)))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("in time");

    noFaults();
    Patience.until(() -> assertThat(listedIds(agent)).hasSize(30));
  }

  @Test
  void what_there_was_no_time_for_is_read_without_being_asked_for() throws Exception {
    hub.set("list_timeout", Duration.ofSeconds(5));
    plant(0, 200);
    fault(FaultRule.of(READ, FaultAction.DELAY).delay(Duration.ofMillis(400)).times(1000));
    BackupAgent agent = restarted();

    assertThat(listedIds(agent)).isNotEmpty().hasSizeLessThan(200);
    hub.await(hub.blockingIdle());
    forgetCalls();

    assertThat(listedIds(agent)).hasSize(200);
    assertThat(calls()).isEmpty();
    assertThat(hub.shownIssues()).isEmpty();
  }
}
