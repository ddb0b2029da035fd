package org.homekeep.contract;

import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.junit.jupiter.api.BeforeEach;

/** A location that was set up for a test, with what a test stores in it. */
abstract class LocationContract extends IntegrationContract {
  static final int SIZE = 300_000;

  private Optional<BackupAgent> agent = Optional.empty();

  @BeforeEach
  final void setUpAgent() throws Exception {
    agent = setUp(entry(rightInput())).backupAgents().stream().findFirst();
  }

  final BackupAgent agent() {
    return agent.orElseThrow(() -> new AssertionError("The entry offers no location."));
  }

  /** The same bytes for the same size. */
  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static AgentBackup backup(String id, String name, long size) {
    return new AgentBackup(
        id,
        name,
        "2026-04-07T05:10:47.002396+02:00",
        List.of(new AddonInfo(Optional.of("SSH"), "core_ssh", Optional.of("1.0"))),
        List.of(),
        true,
        true,
        Optional.of("2026.4.1"),
        Map.of("with_automatic_settings", true, "instance_id", "abc"),
        true,
        size);
  }

  final Future<Void> uploading(AgentBackup backup, ArchiveSource source) {
    return uploading(backup, source, UploadNote.unkept());
  }

  final Future<Void> uploading(AgentBackup backup, ArchiveSource source, UploadNote note) {
    return hub()
        .start(
            () ->
                agent()
                    .uploadBackup(
                        new BackupUpload(backup, source, sent -> {}, () -> Wish.GO_ON, note)));
  }

  final AgentBackup store(String id, byte[] archive) throws Exception {
    AgentBackup backup = backup(id, "Automatic backup " + id, archive.length);
    hub().await(uploading(backup, () -> new ByteArrayInputStream(archive)));
    return backup;
  }

  final List<String> ids() throws Exception {
    return hub().await(agent()::listBackups).stream().map(AgentBackup::backupId).toList();
  }

  final byte[] download(String id) throws Exception {
    List<byte[]> received = new ArrayList<>();
    hub().await(() -> agent().downloadBackup(id, in -> received.add(in.readAllBytes())));
    return received.get(0);
  }

  /** Breaks when it is read. */
  static final class Breaking extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("told to break");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }
}
