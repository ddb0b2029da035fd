package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final byte[] CONTENT = new byte[1_500];

  @Test
  void a_restarted_emulator_has_the_same_keys_buckets_and_files(@TempDir Path directory) {
    ApplicationKey key;
    String masterKey;
    String largeId;
    try (Fixture fixture = Fixture.in(directory)) {
      masterKey = fixture.emulator.applicationKey();
      fixture.emulator.createBucket("another-bucket").await();
      key = fixture.key(List.of("listFiles"), List.of("another-bucket"), Optional.empty());
      Fixture.Session session = fixture.master();
      session.upload(fixture.bucketId(), "küche/a", CONTENT);
      largeId = session.startLarge(fixture.bucketId(), "big");
      session.uploadPart(largeId, 1, CONTENT);
    }
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      Fixture.Answer finished = session.finishLarge(largeId, List.of(Fixture.sha1(CONTENT)));

      assertThat(fixture.emulator.applicationKey()).isEqualTo(masterKey);
      assertThat(fixture.authorize(2, key.keyId(), key.applicationKey()).status()).isEqualTo(200);
      assertThat(finished.status()).isEqualTo(200);
      assertThat(session.get("/file/%s/k%%C3%%BCche/a".formatted(Fixture.BUCKET)).body())
          .isEqualTo(CONTENT);
      assertThat(session.get("/file/%s/big".formatted(Fixture.BUCKET)).body()).isEqualTo(CONTENT);
    }
  }

  @Test
  void what_a_crash_left_over_is_gone_after_the_next_start(@TempDir Path directory)
      throws IOException {
    String segment;
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      session.upload(fixture.bucketId(), "kept", CONTENT);
      try (var files = Files.list(directory.resolve("data"))) {
        segment = files.findFirst().orElseThrow().getFileName().toString();
      }
    }
    Files.write(directory.resolve("tmp").resolve("half"), CONTENT);
    Files.write(directory.resolve("data").resolve("unnamed"), CONTENT);
    Files.createDirectory(directory.resolve("parts").resolve("gone"));

    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await())
          .extracting(StoredObject::name)
          .containsExactly("kept");
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
      assertThat(directory.resolve("parts")).isEmptyDirectory();
      assertThat(directory.resolve("data")).isDirectoryContaining("glob:**" + segment);
      assertThat(directory.resolve("data").resolve("unnamed")).doesNotExist();
    }
  }

  @Test
  void a_file_whose_bytes_are_incomplete_is_not_listed(@TempDir Path directory) throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      fixture.master().upload(fixture.bucketId(), "a", CONTENT);
    }
    try (var files = Files.list(directory.resolve("data"))) {
      Files.write(files.findFirst().orElseThrow(), new byte[3]);
    }
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
    }
  }

  @Test
  void a_directory_in_use_is_refused(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      assertThat(fixture.emulator.keyId()).hasSize(25);
      assertThatThrownBy(() -> Fixture.in(directory))
          .hasMessageContaining("Another emulator uses " + directory);
    }
  }

  @Test
  void a_file_that_is_deleted_takes_its_bytes_along(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.upload(fixture.bucketId(), "a", CONTENT).json().getString("fileId");
      JsonObject version = new JsonObject().put("fileName", "a").put("fileId", fileId);

      Fixture.Answer deleted = session.call("b2_delete_file_version", version);
      Fixture.Answer again = session.call("b2_delete_file_version", version);

      assertThat(deleted.json()).isEqualTo(version);
      assertThat(again.code()).isEqualTo("file_not_present");
      assertThat(directory.resolve("data")).isEmptyDirectory();
    }
  }
}
