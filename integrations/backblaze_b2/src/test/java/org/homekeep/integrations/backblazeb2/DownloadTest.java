package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back of a backup, and what B2 says that it holds. */
class DownloadTest extends EmulatorTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 100_000})
  void a_download_that_breaks_off_goes_on_where_it_broke(int after) throws Exception {
    BackupAgent agent = knowing(5 * PART);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.RESET).afterBytes(after).times(3));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
  }

  @Test
  void a_token_that_ran_out_before_a_download_is_replaced() throws Exception {
    BackupAgent agent = knowing(5 * PART);
    hub.await(b2.expireTokens());

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
    assertThat(hub.reauths()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void a_damaged_download_fails(int size) throws Exception {
    BackupAgent agent = knowing(size);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(50));

    assertThat(
            failureOf(hub.start(() -> agent.downloadBackup(ID, archive -> archive.readAllBytes()))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void the_last_byte_of_a_damaged_download_is_never_handed_over(int size) throws Exception {
    BackupAgent agent = knowing(size);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(50));
    AtomicInteger handed = new AtomicInteger();

    failureOf(
        hub.start(
            () ->
                agent.downloadBackup(
                    ID,
                    archive -> {
                      while (archive.read() >= 0) {
                        handed.incrementAndGet();
                      }
                    })));

    assertThat(handed).hasValue(size - 1);
  }

  @Test
  void a_reader_that_gives_up_gets_its_own_failure_back() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(5 * PART)));
    IOException gone = new IOException("The browser has gone.");

    assertThat(
            failureOf(
                hub.start(
                    () ->
                        agent.downloadBackup(
                            ID,
                            archive -> {
                              throw gone;
                            }))))
        .isSameAs(gone);
  }

  /** A location that knows a backup which others have removed since. */
  private BackupAgent knowingWhatIsGone() throws Exception {
    BackupAgent agent = knowing(100);
    BackupAgent other = agent();
    hub.await(() -> other.deleteBackup(ID));
    return agent;
  }

  @Test
  void a_file_that_others_removed_since_the_listing_is_not_found() throws Exception {
    BackupAgent agent = knowingWhatIsGone();

    assertThat(failureOf(hub.start(() -> agent.downloadBackup(ID, archive -> {}))))
        .isInstanceOf(BackupNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * PART})
  void b2_is_asked_anew_what_it_holds_of_a_backup(int size) throws Exception {
    BackupAgent agent = knowing(size);
    forgetCalls();

    StoredBytes said = hub.await(() -> agent.storedBytes(ID)).orElseThrow();

    assertThat(said)
        .isEqualTo(new StoredBytes(size, StoredBytes.Algorithm.SHA_1, sha1(bytes(size))));
    assertThat(calls()).containsExactly("b2_get_file_info");
  }

  @Test
  void b2_is_not_asked_of_a_backup_that_is_not_there_or_was_removed_by_others() throws Exception {
    BackupAgent agent = knowingWhatIsGone();

    assertThat(failureOf(hub.start(() -> agent.storedBytes("nope"))))
        .isInstanceOf(BackupNotFoundException.class);
    assertThat(failureOf(hub.start(() -> agent.storedBytes(ID))))
        .isInstanceOf(BackupNotFoundException.class);
  }

  /** Home Assistant, too, finds the checksum there. */
  @Test
  void b2_keeps_the_checksum_of_an_archive_in_parts_beside_it() throws Exception {
    ConfigEntry entry = entry();
    byte[] archive = bytes(5 * PART);
    store(agent(entry), upload(backup(ID, archive.length), announced(sha1(archive), archive)));
    put(entry, base(ID) + ".metadata.json", Sidecar.write(backup(ID, archive.length)));
    BackupAgent agent = agent(entry);

    assertThat(hub.await(() -> agent.storedBytes(ID)))
        .contains(new StoredBytes(archive.length, StoredBytes.Algorithm.SHA_1, sha1(archive)));
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.CORRUPT).afterBytes(50));
    assertThat(
            failureOf(hub.start(() -> agent.downloadBackup(ID, content -> content.readAllBytes()))))
        .hasMessageContaining("damaged");
  }
}
