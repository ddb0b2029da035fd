package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.Secret;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.ReferenceArchivesTest.Reference;
import org.homekeep.core.backup.archive.TestArchives.Protection;
import org.homekeep.core.backup.archive.index.ArchiveIndex;
import org.homekeep.core.backup.archive.index.IndexOptions;
import org.homekeep.core.backup.archive.index.IndexedMember;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveIndexTest {
  private static final String PART = "homeassistant";
  private static final String METADATA =
      "{\"slug\":\"1d21b9c4\",\"name\":\"x\",\"date\":\"2025-01-01T00:00:00+00:00\",\"compressed\":false}";

  private final Random random = Seed.random("trees and orders");

  Path dir;
  Path source;
  Path archive;
  Path sidecar;

  @BeforeEach
  void makeSource(@TempDir Path temp) throws IOException {
    dir = temp;
    source = Files.createDirectory(dir.resolve("source"));
    archive = dir.resolve("archive.tar");
    sidecar = dir.resolve("archive.index");
  }

  private void write(Protection protection, boolean compressed) throws IOException {
    Files.deleteIfExists(archive);
    TestArchives.writer()
        .write(
            TestArchives.request(TestArchives.part(source), protection, compressed),
            archive,
            ArchiveObserver.none());
  }

  private static IndexOptions everyBytes(long spacing) {
    return new IndexOptions(ArchiveLimits.standard(), ArchiveObserver.none(), spacing);
  }

  /** Name → SHA-256 of every file, by reading from the beginning to the end. */
  private static Map<String, String> sequential(Path archive, Optional<Secret> key)
      throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (InputStream in = ArchiveInput.open(archive)) {
      OuterTar outer = new OuterTar(in);
      for (Optional<OuterMember> next = outer.next(); next.isPresent(); next = outer.next()) {
        if (next.get().partName().isEmpty()) {
          continue;
        }
        try (PartTar tar =
            PartTar.open(
                PartProbe.probe(next.get(), outer.body(), key.isPresent()),
                new PartOpener(key),
                ArchiveLimits.standard())) {
          for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            if (entry.get().type() == TarType.FILE) {
              files.put(entry.get().name().toString(), Vectors.sha256(tar.body().readAllBytes()));
            }
          }
        }
      }
    }
    return files;
  }

  private Map<String, String> inRandomOrder(ArchiveIndex index) throws IOException {
    List<IndexedMember> members = new ArrayList<>();
    index.forEach(members::add);
    Collections.shuffle(members, random);
    Map<String, String> files = new LinkedHashMap<>();
    for (IndexedMember member : members) {
      if (member.type() == TarType.FILE) {
        files.put(member.name().toString(), Vectors.sha256(read(index, member)));
      }
    }
    return files;
  }

  private static byte[] read(ArchiveIndex index, IndexedMember member) throws IOException {
    try (InputStream in = index.open(member)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_file_of_the_references_is_read_in_any_order(Reference reference) throws IOException {
    try (ArchiveIndex index =
        ArchiveIndex.openOrBuild(reference.path, sidecar, reference.key(), everyBytes(1))) {
      assertThat(inRandomOrder(index)).isEqualTo(sequential(reference.path, reference.key()));
      assertThat(index.parts()).containsExactly(PART);
      assertThat(index.memberCount())
          .isEqualTo(1 + Vectors.json("expected-homeassistant-manifest.json").size());
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE, true", "NONE, false", "V2, true", "V2, false", "V3, true", "V3, false"})
  void every_file_of_random_trees_is_read_in_any_order(Protection protection, boolean compressed)
      throws IOException {
    TestTree.fill(source, random.nextLong());
    for (int i = 0; i < 4; i++) {
      byte[] noise = new byte[random.nextInt(1 << 20)];
      random.nextBytes(noise);
      Files.write(source.resolve("noise" + i), noise);
    }
    write(protection, compressed);
    IndexOptions options = everyBytes(1 + random.nextInt(1 << 18));
    Map<String, String> expected = sequential(archive, protection.key());

    try (ArchiveIndex index =
        ArchiveIndex.openOrBuild(archive, sidecar, protection.key(), options)) {
      assertThat(inRandomOrder(index)).isEqualTo(expected);
    }
    try (ArchiveIndex again = ArchiveIndex.open(archive, sidecar, protection.key())) {
      assertThat(inRandomOrder(again)).isEqualTo(expected);
    }
  }

  @Test
  void an_index_does_not_grow_with_the_archive() throws IOException {
    for (int i = 0; i < 50; i++) {
      String line = "- id: '" + random.nextLong() + "'\n";
      Files.writeString(source.resolve("f" + i), line.repeat(1_100_000 / line.length()));
    }
    write(Protection.NONE, true);

    try (ArchiveIndex index =
        ArchiveIndex.openOrBuild(archive, sidecar, Optional.empty(), everyBytes(1))) {
      assertThat(inRandomOrder(index)).isEqualTo(sequential(archive, Optional.empty()));
    }
    // 55 MB have more than 500 places at which reading could begin.
    assertThat(Files.size(sidecar)).isLessThan(256 * 33 * 1024);
  }

  @Test
  void members_are_as_they_stand_in_the_archive() throws IOException {
    TestTree.fill(source, 5);
    write(Protection.V2, true);

    try (ArchiveIndex index =
        ArchiveIndex.openOrBuild(archive, sidecar, Protection.V2.key(), IndexOptions.standard())) {
      assertThat(index.find(PART, "data/zz link"))
          .hasValueSatisfying(
              link -> {
                assertThat(link.type()).isEqualTo(TarType.SYMLINK);
                assertThat(link.link()).hasToString("nowhere/ümläut");
                assertThatThrownBy(() -> index.open(link))
                    .isInstanceOf(ArchiveException.Unsupported.class);
              });
      assertThat(index.find(PART, "./data/zz empty/"))
          .hasValueSatisfying(empty -> assertThat(empty.type()).isEqualTo(TarType.DIRECTORY));
      assertThat(index.find(PART, "data/nothing")).isEmpty();
      assertThat(index.find("ssl", "data/zz link")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE, true", "V2, true", "V3, true", "V2, false", "V3, false"})
  void a_late_file_is_read_although_nearly_all_before_it_is_gone(
      Protection protection, boolean compressed) throws IOException {
    for (int i = 0; i < 16; i++) {
      byte[] data = new byte[1 << 20];
      // About half of it can be compressed.
      random.nextBytes(data);
      for (int at = 0; at < data.length; at += 2) {
        data[at] = 0;
      }
      Files.write(source.resolve(String.format("%03d", i)), data);
    }
    Files.writeString(source.resolve("zzz"), "last");
    write(protection, compressed);
    ArchiveIndex.build(archive, sidecar, protection.key(), everyBytes(1 << 20));
    // With checkpoints at least every 1 MiB plus a piece, and chunks of 1 MiB.
    long kept = 3 << 20;
    destroy(64 << 10, Files.size(archive) - kept);

    try (ArchiveIndex index = ArchiveIndex.open(archive, sidecar, protection.key())) {
      IndexedMember last = index.find(PART, "data/zzz").orElseThrow();
      assertThat(read(index, last)).asString(StandardCharsets.UTF_8).isEqualTo("last");
    }
  }

  /** Leaves the edges of the part, by which the archive is recognised. */
  private void destroy(long from, long to) throws IOException {
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      byte[] rubbish = new byte[1 << 16];
      random.nextBytes(rubbish);
      for (long at = from; at < to; at += rubbish.length) {
        int count = (int) Math.min(rubbish.length, to - at);
        file.write(ByteBuffer.wrap(rubbish, 0, count), at);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_index_of_another_archive_is_refused_and_made_anew(Protection protection)
      throws IOException {
    TestTree.fill(source, 6);
    write(protection, true);
    ArchiveIndex.build(archive, sidecar, protection.key(), IndexOptions.standard());
    Files.writeString(source.resolve("new"), "new");
    write(protection, true);

    assertThatThrownBy(() -> ArchiveIndex.open(archive, sidecar, protection.key()))
        .isInstanceOf(ArchiveException.SourceChanged.class);
    try (ArchiveIndex index =
        ArchiveIndex.openOrBuild(archive, sidecar, protection.key(), IndexOptions.standard())) {
      assertThat(index.find(PART, "data/new")).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_damaged_index_is_refused_or_means_the_same(Protection protection) throws IOException {
    Files.writeString(source.resolve("file"), "content");
    write(protection, true);
    ArchiveIndex.build(archive, sidecar, protection.key(), everyBytes(1));
    byte[] good = Files.readAllBytes(sidecar);
    int harmless = 0;
    // Argon2id takes a while; what it protects is authenticated alike everywhere.
    int step = protection == Protection.NONE ? 1 : 1 + good.length / 12;
    for (int at = 0; at < good.length; at += step) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(sidecar, bad);
      try (ArchiveIndex index = ArchiveIndex.open(archive, sidecar, protection.key())) {
        IndexedMember file = index.find(PART, "data/file").orElseThrow();
        assertThat(read(index, file)).asString(StandardCharsets.UTF_8).isEqualTo("content");
        harmless++;
      } catch (ArchiveException refused) {
        assertThat(refused).hasMessageMatching("[A-Z].*\\.");
      }
    }
    // Time, system and level in the headers of gzip have no meaning, nor have 8 bytes of SecureTar.
    assertThat(harmless).isLessThan(protection == Protection.NONE ? good.length / 10 : 2);
  }

  @Test
  void a_cut_index_is_made_anew() throws IOException {
    TestTree.fill(source, 7);
    write(Protection.V2, true);
    Optional<Secret> key = Protection.V2.key();
    ArchiveIndex.build(archive, sidecar, key, IndexOptions.standard());
    byte[] good = Files.readAllBytes(sidecar);

    for (int length : new int[] {0, 16, good.length - 1}) {
      Files.write(sidecar, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> ArchiveIndex.open(archive, sidecar, key))
          .as("cut to %d", length)
          .isInstanceOf(ArchiveException.class);
      ArchiveIndex.openOrBuild(archive, sidecar, key, IndexOptions.standard()).close();
    }
  }

  @Test
  void the_index_of_an_encrypted_archive_is_for_its_owner_and_its_key() throws IOException {
    Files.writeString(source.resolve("configuration.yaml"), "password: hunter2\n".repeat(50_000));
    write(Protection.V2, true);

    ArchiveIndex.build(archive, sidecar, Protection.V2.key(), everyBytes(1));

    assertThat(Files.readString(sidecar, StandardCharsets.ISO_8859_1))
        .doesNotContain("configuration", "hunter2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sidecar)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> ArchiveIndex.open(archive, sidecar, Optional.of(Secret.of("wrong"))))
        .isInstanceOf(ArchiveException.WrongKey.class);
    assertThatThrownBy(() -> ArchiveIndex.open(archive, sidecar, Optional.empty()))
        .isInstanceOf(ArchiveException.KeyRequired.class);
  }

  @Test
  void a_wrong_key_and_a_damaged_archive_leave_no_index_and_an_old_one_in_place()
      throws IOException {
    TestTree.fill(source, 8);
    write(Protection.V3, true);
    Optional<Secret> wrong = Optional.of(Secret.of("wrong"));
    ArchiveIndex.build(archive, sidecar, Protection.V3.key(), IndexOptions.standard());
    byte[] old = Files.readAllBytes(sidecar);

    assertThatThrownBy(
            () -> ArchiveIndex.openOrBuild(archive, sidecar, wrong, IndexOptions.standard()))
        .isInstanceOf(ArchiveException.WrongKey.class);
    destroy(4000, 4100);
    assertThatThrownBy(
            () ->
                ArchiveIndex.build(archive, sidecar, Protection.V3.key(), IndexOptions.standard()))
        .isInstanceOf(ArchiveException.Tampered.class);

    assertThat(sidecar).hasBinaryContent(old);
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactlyInAnyOrder(source, archive, sidecar);
    }
  }

  @Test
  void another_file_in_the_place_of_the_index_is_left_alone() throws IOException {
    TestTree.fill(source, 9);
    write(Protection.NONE, true);
    Files.writeString(sidecar, "my notes");

    assertThatThrownBy(
            () ->
                ArchiveIndex.openOrBuild(
                    archive, sidecar, Optional.empty(), IndexOptions.standard()))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(sidecar).hasContent("my notes");
  }

  @Test
  void an_index_that_cannot_be_written_is_called_by_its_own_name() throws IOException {
    TestTree.fill(source, 13);
    write(Protection.NONE, true);
    Path nowhere = dir.resolve("nowhere").resolve("index");

    assertThatThrownBy(
            () -> ArchiveIndex.build(archive, nowhere, Optional.empty(), IndexOptions.standard()))
        .isInstanceOfSatisfying(
            FileSystemException.class,
            failure -> assertThat(failure.getFile()).isEqualTo(nowhere.toString()));
  }

  @Test
  void making_an_index_can_be_stopped() throws IOException {
    TestTree.fill(source, 10);
    write(Protection.NONE, true);
    ArchiveObserver stop =
        new ArchiveObserver() {
          @Override
          public void progressed(long bytes) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };

    assertThatThrownBy(
            () ->
                ArchiveIndex.build(
                    archive, sidecar, Optional.empty(), IndexOptions.standard().withObserver(stop)))
        .isInstanceOf(ArchiveException.Cancelled.class);
    assertThat(sidecar).doesNotExist();
  }

  @Test
  void two_indexes_can_be_made_at_once() throws IOException {
    TestTree.fill(source, 11);
    write(Protection.NONE, true);
    AtomicBoolean begun = new AtomicBoolean();
    ArchiveObserver another =
        new ArchiveObserver() {
          @Override
          public void progressed(long bytes) {}

          @Override
          public boolean isCancelled() {
            if (!begun.getAndSet(true)) {
              buildQuietly();
            }
            return false;
          }
        };

    ArchiveIndex.build(
        archive, sidecar, Optional.empty(), IndexOptions.standard().withObserver(another));

    ArchiveIndex.open(archive, sidecar, Optional.empty()).close();
    assertThat(dir.toFile().list()).hasSize(3);
  }

  private void buildQuietly() {
    try {
      ArchiveIndex.build(archive, sidecar, Optional.empty(), IndexOptions.standard());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void an_archive_that_was_cut_short_is_no_fault_of_its_index() throws IOException {
    byte[] noise = new byte[100_000];
    random.nextBytes(noise);
    Files.write(source.resolve("noise"), noise);
    write(Protection.V2, true);
    Optional<Secret> key = Protection.V2.key();
    ArchiveIndex.build(archive, sidecar, key, IndexOptions.standard());
    byte[] index = Files.readAllBytes(sidecar);
    byte[] whole = Files.readAllBytes(archive);

    for (int length : new int[] {1_000, whole.length / 2, whole.length - 12_000}) {
      Files.write(archive, Arrays.copyOf(whole, length));
      assertThatThrownBy(
              () -> ArchiveIndex.openOrBuild(archive, sidecar, key, IndexOptions.standard()))
          .as("cut to %d", length)
          .isInstanceOf(ArchiveException.Truncated.class)
          .hasMessageNotContaining("index");
    }
    assertThat(sidecar).hasBinaryContent(index);
  }

  @Test
  void a_hard_link_has_the_content_of_the_earlier_file() throws IOException {
    openRaw(
        new RawTar()
            .file("./data/first", "old")
            .file("./data/first", "content")
            .link('1', "data/second", "./data/first")
            .link('1', "data/third", "data/second")
            .file("data/first", "a later one"));

    try (ArchiveIndex index = ArchiveIndex.open(archive, sidecar, Optional.empty())) {
      for (String name : List.of("data/second", "data/third")) {
        IndexedMember link = index.find(PART, name).orElseThrow();
        assertThat(read(index, link)).asString(StandardCharsets.UTF_8).isEqualTo("content");
      }
    }
  }

  @Test
  void a_hard_link_to_no_earlier_file_is_refused() throws IOException {
    RawTar tar =
        new RawTar()
            .directory("directory")
            .link('1', "itself", "itself")
            .link('1', "to a directory", "directory")
            .link('1', "to a later one", "later")
            .link('1', "to nothing", "nothing")
            .file("later", "later")
            .link('1', "link0", "later");
    for (int i = 0; i < 20; i++) {
      tar.link('1', "link" + (i + 1), "link" + i);
    }
    openRaw(tar);

    try (ArchiveIndex index = ArchiveIndex.open(archive, sidecar, Optional.empty())) {
      for (String name :
          List.of("itself", "to a directory", "to a later one", "to nothing", "link20")) {
        IndexedMember link = index.find(PART, name).orElseThrow();
        assertThatThrownBy(() -> index.open(link))
            .as(name)
            .isInstanceOf(ArchiveException.Damaged.class)
            .hasMessageContaining("no earlier file");
      }
    }
  }

  /** An archive with a part as it is given, and its index. */
  private void openRaw(RawTar part) throws IOException {
    byte[] outer = new RawTar().file("backup.json", METADATA).file(PART + ".tar", part.end()).end();
    Files.write(archive, outer);
    ArchiveIndex.build(archive, sidecar, Optional.empty(), IndexOptions.standard());
  }
}
