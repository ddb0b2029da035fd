package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.extract.MemberSafety;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.MemberCheck;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a part, nothing outside of the target changes. */
class HostileMembersTest {
  /** Stands for the directory that the case of the test learns of only later. */
  private static final String OUTSIDE = "/tmp/homekeep-hostile/outside";

  Path dir;
  Path target;

  @BeforeEach
  void makeSurroundings(@TempDir Path temp) throws IOException {
    dir = temp;
    Files.createDirectory(dir.resolve("outside"));
    Files.writeString(dir.resolve("outside/precious"), "precious");
    Files.createDirectory(dir.resolve("work"));
    target = dir.resolve("work/target");
  }

  static Stream<String> attacks() {
    return HostileTar.all(OUTSIDE).stream().map(HostileTar::what);
  }

  private HostileTar attack(String what) {
    return HostileTar.all(dir.resolve("outside").toString()).stream()
        .filter(hostile -> hostile.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private List<Finding> findings(String what) throws IOException {
    byte[] archive = RawTar.archiveOf(attack(what).tar());
    return new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard())
        .report(new ByteArrayInputStream(archive), MemberCheck.none().with(new MemberSafety()))
        .findings();
  }

  /** The root of the data is the target of a restore alone; seen as a whole it is a directory. */
  static Stream<String> unsafe() {
    return HostileTar.all(OUTSIDE).stream()
        .filter(hostile -> hostile.refusal() == ArchiveException.UnsafeMember.class)
        .map(HostileTar::what)
        .filter(what -> !what.equals("the root as a file"));
  }

  @ParameterizedTest
  @MethodSource("unsafe")
  void a_verification_names_the_member_that_is_not_safe(String what) throws IOException {
    assertThat(findings(what))
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.UNSAFE_MEMBER);
              assertThat(finding.message()).contains("not safe to extract");
            });
  }

  @Test
  void a_verification_remembers_members_without_end() throws IOException {
    MemberSafety safety = new MemberSafety();
    List<RawText> unsafe = new ArrayList<>();
    MemberCheck.Remarks remarks = (kind, member, message) -> unsafe.add(member);
    for (int i = 0; i < 1_100_000; i++) {
      safety.member(TarEntry.file("data/" + i, 0, Instant.EPOCH), remarks);
    }
    assertThat(unsafe).isEmpty();

    safety.member(TarEntry.file("data/77", 0, Instant.EPOCH), remarks);

    assertThat(unsafe).containsExactly(RawText.of("data/77"));
  }

  static Stream<String> harmless() {
    return HostileTar.all(OUTSIDE).stream().filter(HostileTar::harmless).map(HostileTar::what);
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void a_verification_has_no_objection_to_what_can_be_extracted(String what) throws IOException {
    assertThat(findings(what)).noneMatch(one -> one.kind() == Finding.Kind.UNSAFE_MEMBER);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void nothing_outside_of_the_target_changes(String what) throws IOException {
    HostileTar hostile = attack(what);
    Map<String, String> before = surroundings();

    Throwable thrown = catchThrowable(() -> extract(RawTar.archiveOf(hostile.tar())));

    assertThat(surroundings()).isEqualTo(before);
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(hostile.refusal()).hasMessageMatching("(?s)\\S.*\\.");
    }
    assertThat(thrown == null).isEqualTo(hostile.harmless());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void a_verification_ends_in_a_result_or_a_typed_error(String what) {
    byte[] archive = RawTar.archiveOf(attack(what).tar());

    Throwable thrown = catchThrowable(() -> verify(archive));

    if (thrown != null) {
      assertThat(thrown).isInstanceOf(ArchiveException.class);
    }
  }

  private void extract(byte[] archive) throws IOException {
    new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant().withSync(false))
        .extract(
            new ByteArrayInputStream(archive), "homeassistant", target, ArchiveObserver.none());
  }

  private static void verify(byte[] archive) throws IOException {
    new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard())
        .verify(new ByteArrayInputStream(archive));
  }

  private SortedMap<String, String> surroundings() throws IOException {
    SortedMap<String, String> all = new TreeMap<>(TestTree.describe(dir));
    all.remove("work");
    all.keySet().removeIf(path -> path.startsWith("work/target"));
    return all;
  }

  @Test
  void modes_lose_what_gives_rights_away() throws IOException {
    extract(RawTar.archiveOf(attack("setuid, setgid and sticky").tar()));

    assertThat(Files.getAttribute(target.resolve("a"), "unix:mode")).isEqualTo(0100755);
    assertThat(Files.getAttribute(target.resolve("d"), "unix:mode")).isEqualTo(0040777);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("d"))))
        .isEqualTo("rwxrwxrwx");
  }

  @Test
  void compressed_data_in_a_file_stays_as_it_is() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[1 << 20]);
    }

    extract(RawTar.archiveOf(new RawTar().file("data/a.gz", bomb.toByteArray()).end()));

    assertThat(target.resolve("a.gz")).hasBinaryContent(bomb.toByteArray());
  }

  @Test
  void more_hard_links_than_a_file_may_have_become_copies() throws IOException {
    RawTar tar = new RawTar().file("data/first", "content");
    for (int i = 0; i < 65_100; i++) {
      tar.link('1', "data/" + i, "data/first");
    }

    extract(RawTar.archiveOf(tar.end()));

    assertThat(target.resolve("65099")).hasContent("content");
    assertThat(Files.getPosixFilePermissions(target.resolve("65099")))
        .isEqualTo(Files.getPosixFilePermissions(target.resolve("first")));
    assertThat(Files.getLastModifiedTime(target.resolve("65099")))
        .isEqualTo(Files.getLastModifiedTime(target.resolve("first")));
  }

  @Test
  void names_that_are_no_text_keep_their_bytes() throws IOException {
    extract(RawTar.archiveOf(attack("a name that is not text").tar()));

    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(path -> path.toUri().getRawPath()))
          .singleElement()
          .asString()
          .endsWith("/%C3(%FF");
    }
  }
}
