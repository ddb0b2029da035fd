package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.checks.Seed;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MD5 that the service wants before the first byte, and keeps (b2-and-cloud.md §B.4–B.5). */
class ChecksumTest {
  private static final int SIZE = 300_000;
  private @TempDir Path directory;

  /** An archive that counts how often it is opened. */
  private static final class Archive implements ArchiveSource {
    private final byte[] bytes = new byte[SIZE];
    private final AtomicInteger opened = new AtomicInteger();
    private final boolean known;

    Archive(boolean known) {
      this.known = known;
      Seed.random("archive").nextBytes(bytes);
    }

    @Override
    public InputStream open() {
      opened.incrementAndGet();
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<String> md5() {
      return known ? Optional.of(sum()) : Optional.empty();
    }

    String sum() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
      } catch (java.security.NoSuchAlgorithmException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  @Test
  void what_the_hub_knows_is_read_once() throws Exception {
    try (AgentHome home = AgentHome.in(directory)) {
      Archive archive = new Archive(true);

      home.hub.await(home.upload(AgentHome.backup("aaaa0001", SIZE), archive));

      assertThat(archive.opened).hasValue(1);
      assertThat(home.stored().get(0).md5()).isEqualTo(archive.sum());
    }
  }

  @Test
  void what_the_hub_does_not_know_is_read_for_it() throws Exception {
    try (AgentHome home = AgentHome.in(directory)) {
      Archive archive = new Archive(false);

      home.hub.await(home.upload(AgentHome.backup("aaaa0001", SIZE), archive));

      assertThat(archive.opened).hasValue(2);
      assertThat(home.stored().get(0).md5()).isEqualTo(archive.sum());
    }
  }

  @Test
  void the_location_says_what_the_store_has() throws Exception {
    try (AgentHome home = AgentHome.in(directory)) {
      Archive archive = new Archive(true);
      home.hub.await(home.upload(AgentHome.backup("aaaa0001", SIZE), archive));

      assertThat(home.hub.await(() -> home.agent.storedBytes("aaaa0001")))
          .contains(new StoredBytes(SIZE, StoredBytes.Algorithm.MD5, archive.sum()));
      assertThatThrownBy(() -> home.hub.await(() -> home.agent.storedBytes("0badc0de")))
          .isInstanceOf(BackupNotFoundException.class);
    }
  }

  @Test
  void a_hub_takes_it_on_the_way_and_verifies_the_copy_without_reading_it_back() {
    try (CloudHub home = CloudHub.in(directory).loggedIn()) {
      String id = home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);

      JsonObject copy =
          home.socket.call("homekeep/backup/retention/preview").getJsonArray("copies").stream()
              .map(JsonObject.class::cast)
              .filter(each -> each.getString("backup_id").equals(id))
              .filter(each -> each.getString("agent_id").equals(CloudHub.CLOUD))
              .findFirst()
              .orElseThrow();
      assertThat(copy.getJsonObject("verified").getString("how")).isEqualTo("confirmed");
      assertThat(home.asked("object_get")).isEqualTo(1);
    }
  }

  @Test
  void what_was_taken_is_not_sent_again_because_the_list_fails() throws Exception {
    try (AgentHome home = AgentHome.in(directory)) {
      home.fault(FaultRule.error("files_list", 500, "internal").nth(2).times(2));

      home.hub.await(home.upload(AgentHome.backup("aaaa0001", SIZE), new Archive(true)));

      assertThat(home.asked("object_put")).isEqualTo(1);
    }
  }

  @Test
  void what_was_taken_is_stored_when_no_list_can_be_had() throws Exception {
    try (AgentHome home = AgentHome.in(directory)) {
      home.fault(FaultRule.error("files_list", 500, "internal").nth(2).times(100));

      home.hub.await(home.upload(AgentHome.backup("aaaa0001", SIZE), new Archive(true)));

      assertThat(home.asked("object_put")).isEqualTo(1);
      assertThat(home.stored()).hasSize(1);
    }
  }

  @Test
  void an_etag_is_an_md5_when_it_looks_like_one() {
    String md5 = "0123456789abcdef0123456789abcdef";

    assertThat(Md5.ofEtag("\"" + md5 + "\"")).contains(md5);
    assertThat(Md5.ofEtag(md5.toUpperCase(java.util.Locale.ROOT))).contains(md5);
    assertThat(Md5.ofEtag("\"" + md5 + "-3\"")).isEmpty();
    assertThat(Md5.ofEtag("W/\"" + md5 + "\"")).isEmpty();
    assertThat(Md5.ofEtag("")).isEmpty();
  }
}
