package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import com.backblaze.b2.client.structures.B2BucketServerSideEncryption;
import com.backblaze.b2.client.structures.B2UpdateBucketRequest;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;

/** What B2 is asked, and what never. */
class RequestsTest extends EmulatorTest {
  @Test
  void a_key_of_the_console_for_one_bucket_and_one_folder_is_never_refused() throws Exception {
    ConfigEntry entry = entry(input(key(READ_AND_WRITE, List.of(BUCKET), "ha/"), BUCKET, "ha"));
    LoadedEntry loaded = setUp(entry);
    BackupAgent agent = loaded.backupAgents().get(0);

    store(agent, upload(ID, bytes(100)));
    store(agent, upload("bbbb2222", bytes(5 * PART)));
    store(agent, upload("bbbb2222", bytes(3 * PART)));
    listedIds(agent);
    download(agent, "bbbb2222");
    hub.await(() -> agent.storedBytes(ID));
    hub.await(() -> agent.deleteBackup(ID));
    hub.fireTimers();
    hub.await(hub.blockingIdle());
    integration.removed(entry, hub);
    hub.await(hub.blockingIdle());

    assertThat(hub.await(b2.requests())).extracting(LoggedRequest::status).containsOnly(200);
    assertThat(calls())
        .doesNotContain(
            "b2_create_bucket",
            "b2_update_bucket",
            "b2_delete_bucket",
            "b2_create_key",
            "b2_list_keys",
            "b2_copy_file",
            "b2_download_file_by_name");
    assertThat(hub.reauths()).isEmpty();
  }

  @Test
  void a_bucket_that_encrypts_by_itself_is_a_bucket_like_any_other() throws Exception {
    ConfigEntry master = entry(input(b2.keyId(), b2.applicationKey(), BUCKET, "ha/"));
    Settings settings = Settings.of(hub);
    BucketConfig config = BucketConfig.of(master.data());
    Access access = new AccessCheck(settings, config).run();
    try (Session session =
        new Session(settings, config, EntryOptions.DEFAULT, access, hub.clock())) {
      session.call(
          (calls, account) ->
              calls.updateBucket(
                  account,
                  B2UpdateBucketRequest.builder(access.bucket())
                      .setDefaultServerSideEncryption(
                          B2BucketServerSideEncryption.createSseB2Aes256())
                      .build()));
    }
    BackupAgent agent = agent();

    store(agent, upload(ID, bytes(100)));
    store(agent, upload("bbbb2222", bytes(3 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(100));
    assertThat(download(agent, "bbbb2222")).isEqualTo(bytes(3 * PART));
  }

  @Test
  void a_backup_that_is_not_encrypted_is_stored_like_any_other() throws Exception {
    BackupAgent agent = agent();
    AgentBackup some = backup(ID, 100);
    AgentBackup open =
        new AgentBackup(
            ID,
            some.name(),
            some.date(),
            some.addons(),
            some.folders(),
            some.databaseIncluded(),
            some.homeassistantIncluded(),
            some.homeassistantVersion(),
            Map.of(),
            false,
            100);

    store(agent, upload(open, () -> new ByteArrayInputStream(bytes(100))));

    assertThat(hub.await(agent::listBackups)).containsExactly(open);
  }

  @Test
  void a_download_that_broke_off_asks_for_the_rest_alone() throws Exception {
    BackupAgent agent = agent();
    byte[] archive = bytes(5 * PART);
    store(agent, upload(ID, archive));
    listedIds(agent);
    fault(FaultRule.of("b2_download_file_by_id", FaultAction.RESET).afterBytes(100_000));
    forgetCalls();

    assertThat(download(agent, ID)).isEqualTo(archive);

    List<LoggedRequest> downloads =
        hub.await(b2.requests()).stream()
            .filter(it -> it.call().equals("b2_download_file_by_id"))
            .toList();
    assertThat(downloads).hasSize(2);
    assertThat(downloads.get(1).status()).isEqualTo(206);
    assertThat(downloads.get(1).headers().get("range")).startsWith("bytes=").doesNotContain("=0-");
    assertThat(downloads.get(1).path()).isEqualTo(downloads.get(0).path());
  }

  @Test
  void of_a_download_that_b2_refuses_not_one_byte_is_handed_over() throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(5 * PART)));
    listedIds(agent);
    fault(FaultRule.error("b2_download_file_by_id", 403, "download_cap_exceeded").times(50));
    List<byte[]> handed = new CopyOnWriteArrayList<>();

    assertThat(
            failureOf(
                hub.start(
                    () -> agent.downloadBackup(ID, archive -> handed.add(archive.readNBytes(1))))))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageContaining("download_cap_exceeded");
    assertThat(handed).isEmpty();
  }

  @Test
  void a_call_waits_as_long_as_b2_asks_and_is_made_three_times() throws Exception {
    BackupAgent agent = agent();
    fault(
        FaultRule.error("b2_list_file_names", 429, "too_many_requests")
            .retryAfter(Duration.ofSeconds(2)));
    long start = System.nanoTime();

    listedIds(agent);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1900));
    forgetCalls();
    fault(
        FaultRule.error("b2_list_file_names", 503, "service_unavailable")
            .retryAfter(Duration.ZERO)
            .times(50));
    assertThat(failureOf(hub.start(agent::listBackups))).isInstanceOf(BackupAgentException.class);
    assertThat(calls()).hasSize(3).containsOnly("b2_list_file_names");
  }
}
