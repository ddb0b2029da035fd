package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2GetUploadUrlRequest;
import com.backblaze.b2.client.structures.B2UploadFileRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.contract.TestIntegrationContext;
import org.homekeep.emulator.b2.ApplicationKey;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.b2.StoredObject;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A B2 of its own for each test, and the integration in front of it. */
abstract class EmulatorTest {
  static final String BUCKET = "home-backups";
  static final List<String> READ_AND_WRITE =
      List.of("listBuckets", "listFiles", "readFiles", "writeFiles", "deleteFiles", "shareFiles");

  /** Of a backup. */
  static final String ID = "aaaa1111";

  /** Parts of this size make a large file of little data. */
  static final int PART = 64 * 1024;

  final BackblazeB2Integration integration = new BackblazeB2Integration();
  Vertx vertx;
  B2Emulator b2;
  TestIntegrationContext hub;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    vertx = WatchedVertx.create();
    hub = new TestIntegrationContext(vertx);
    b2 =
        hub.await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .firstBucket(BUCKET)
                    .partSizes(1024, 100 * 1024)));
    hub.set("service_url", b2.url()).set("part_size", PART);
  }

  @AfterEach
  void stop() throws Exception {
    hub.await(b2.close());
    hub.await(vertx.close());
  }

  ApplicationKey key(List<String> capabilities, List<String> buckets, String namePrefix)
      throws Exception {
    return hub.await(
        b2.createKey(
            capabilities,
            buckets,
            Optional.of(namePrefix).filter(text -> !text.isEmpty()),
            Optional.empty()));
  }

  ApplicationKey readAndWriteKey() throws Exception {
    return key(READ_AND_WRITE, List.of(BUCKET), "");
  }

  static Values input(ApplicationKey key, String bucket, String prefix) {
    return input(key.keyId(), key.applicationKey(), bucket, prefix);
  }

  static Values input(String keyId, String applicationKey, String bucket, String prefix) {
    return Values.empty()
        .with("key_id", Secret.of(keyId))
        .with("application_key", Secret.of(applicationKey))
        .with("bucket", bucket)
        .with("prefix", prefix);
  }

  /** An entry for a folder of the bucket. */
  ConfigEntry entry() throws Exception {
    return entry(input(readAndWriteKey(), BUCKET, "ha/"));
  }

  static ConfigEntry entry(Values data) {
    return entry("01ENTRY", data);
  }

  static ConfigEntry entry(String entryId, Values data) {
    return entry(entryId, data, Values.empty());
  }

  static ConfigEntry entry(String entryId, Values data, Values options) {
    return new ConfigEntry(
        entryId, "backblaze_b2", data.text("bucket"), 1, 1, Optional.empty(), data, options);
  }

  LoadedEntry setUp(ConfigEntry entry) throws Exception {
    return hub.await(() -> integration.setUp(entry, hub));
  }

  BackupAgent agent(ConfigEntry entry) throws Exception {
    return setUp(entry).backupAgents().get(0);
  }

  BackupAgent agent() throws Exception {
    return agent(entry());
  }

  /** A location that has one backup and has listed it. */
  BackupAgent knowing(int size) throws Exception {
    BackupAgent agent = agent();
    store(agent, upload(ID, bytes(size)));
    listedIds(agent);
    return agent;
  }

  /** Fires the timer, and waits until the check that it starts has been answered. */
  void checkNow() throws Exception {
    hub.fireTimers();
    hub.await(hub.blockingIdle());
  }

  void fault(FaultRule rule) throws Exception {
    hub.await(b2.faults().add(rule));
  }

  void noFaults() throws Exception {
    hub.await(b2.faults().clear());
  }

  List<String> names() throws Exception {
    return hub.await(b2.objects(BUCKET)).stream().map(StoredObject::name).toList();
  }

  List<StoredObject> unfinished() throws Exception {
    return hub.await(b2.unfinishedLargeFiles(BUCKET));
  }

  List<String> calls() throws Exception {
    return hub.await(b2.requests()).stream().map(LoggedRequest::call).toList();
  }

  void forgetCalls() throws Exception {
    hub.await(b2.faults().clearRequests());
  }

  /** The same bytes for the same size. */
  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static AgentBackup backup(String id, long size) {
    return new AgentBackup(
        id,
        "Automatic backup 2026.4.1 " + id,
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

  static String base(String id) {
    return "ha/Automatic_backup_2026.4.1_" + id + "_2026-04-07_05.10_47002396";
  }

  static BackupUpload upload(String id, byte[] archive) {
    return upload(backup(id, archive.length), () -> new ByteArrayInputStream(archive));
  }

  /** Bytes whose SHA-1 is said to be that. */
  static ArchiveSource announced(String sha1, byte[] archive) {
    return new ArchiveSource() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(archive);
      }

      @Override
      public Optional<String> sha1() {
        return Optional.of(sha1);
      }
    };
  }

  static String sha1(byte[] bytes) {
    return HexFormat.of().formatHex(Sha1.create().digest(bytes));
  }

  static BackupUpload upload(AgentBackup backup, ArchiveSource source) {
    return new BackupUpload(backup, source, bytes -> {}, () -> Wish.GO_ON, UploadNote.unkept());
  }

  void store(BackupAgent agent, BackupUpload upload) throws Exception {
    hub.await(() -> agent.uploadBackup(upload));
  }

  List<String> listedIds(BackupAgent agent) throws Exception {
    return hub.await(agent::listBackups).stream().map(AgentBackup::backupId).toList();
  }

  byte[] download(BackupAgent agent, String id) throws Exception {
    List<byte[]> received = new ArrayList<>();
    hub.await(() -> agent.downloadBackup(id, archive -> received.add(archive.readAllBytes())));
    return received.get(0);
  }

  <T> Throwable failureOf(Future<T> future) throws Exception {
    try {
      hub.await(future);
    } catch (Exception failure) {
      return failure;
    }
    throw new AssertionError("It succeeded.");
  }

  /** Puts an object into the bucket as another program would. */
  void put(ConfigEntry entry, String name, byte[] content) throws Exception {
    Settings settings = Settings.of(hub);
    BucketConfig config = BucketConfig.of(entry.data());
    PartBuffer body = PartBuffer.of(content);
    Access access = new AccessCheck(settings, config).run();
    try (Session session =
            new Session(settings, config, EntryOptions.DEFAULT, access, hub.clock());
        Transport transport = Transport.open(settings, Duration.ofSeconds(10))) {
      UploadWatch watch =
          new UploadWatch(
              upload("other", content),
              Duration.ofMinutes(1),
              session.throttle(),
              System::nanoTime);
      session.call(
          (calls, account) ->
              transport
                  .calls()
                  .uploadFile(
                      calls.getUploadUrl(
                          account, B2GetUploadUrlRequest.builder(session.bucketId()).build()),
                      B2UploadFileRequest.builder(
                              session.bucketId(),
                              name,
                              "application/json",
                              body.content(watch.meter()))
                          .build()));
    }
  }

  /** Removes an object as another program would. */
  void delete(ConfigEntry entry, String name) throws Exception {
    Settings settings = Settings.of(hub);
    BucketConfig config = BucketConfig.of(entry.data());
    Access access = new AccessCheck(settings, config).run();
    try (Session session =
        new Session(settings, config, EntryOptions.DEFAULT, access, hub.clock())) {
      Bucket bucket = new Bucket(session);
      for (ObjectRef version : bucket.versions(name)) {
        bucket.delete(name, version.fileId());
      }
    }
  }
}
