package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do while gigabytes are on their way. */
class LongTransfersTest {
  private static final int SIZE = 8_000_000;

  /** So slow that nobody would wait for the end. */
  private static final int DRIP = 50_000;

  private AgentHome home;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    home = new AgentHome(directory, options -> options, Map.of("account_timeout", "PT8S"));
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  private void store(String id) throws Exception {
    home.hub.await(
        home.upload(AgentHome.backup(id, SIZE), () -> new ByteArrayInputStream(new byte[SIZE])));
  }

  @Test
  void whoever_reads_the_beginning_of_a_backup_does_not_wait_for_the_rest() throws Exception {
    store("aaaa0001");
    home.fault(FaultRule.of("object_get", FaultAction.SLOW).bytesPerSecond(DRIP).times(1));
    long begun = System.nanoTime();

    home.hub.await(() -> home.agent.downloadBackup("aaaa0001", in -> in.readNBytes(1000)));

    // The whole would take 160 seconds.
    assertThat(System.nanoTime() - begun).isLessThan(80_000_000_000L);
  }

  private static void awaited(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  @Test
  void nothing_is_deleted_while_another_backup_takes_its_place() throws Exception {
    store("aaaa0001");
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch opened = new CountDownLatch(1);
    ArchiveSource held =
        () -> {
          opened.countDown();
          awaited(goOn);
          return new ByteArrayInputStream(new byte[SIZE]);
        };
    Future<Void> upload =
        home.upload(AgentHome.backup("bbbb0001", "2026-04-08T05:10:47.002396+02:00", SIZE), held);
    assertThat(opened.await(60, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> home.hub.await(() -> home.agent.deleteBackup("aaaa0001")))
        .isInstanceOf(BackupAgentException.class)
        .hasMessageEndingWith("Nothing was deleted.");

    goOn.countDown();
    home.hub.await(upload);
    assertThat(home.listed()).containsExactly("bbbb0001");
  }

  @Test
  void an_archive_that_cannot_be_opened_is_no_fault_of_the_network() throws Exception {
    ArchiveSource gone =
        new ArchiveSource() {
          @Override
          public InputStream open() throws IOException {
            throw new IOException("the file is gone");
          }

          @Override
          public Optional<String> md5() {
            return Optional.of("0".repeat(32));
          }
        };

    Throwable failure =
        catchThrowable(() -> home.hub.await(home.upload(AgentHome.backup("aaaa0001", SIZE), gone)));

    assertThat(failure).hasMessageContaining("the file is gone");
    assertThat(home.asked("files_upload_details")).isEqualTo(1);
  }
}
