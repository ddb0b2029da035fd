package org.homekeep.core.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.RawTar.Header;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives as the Supervisor, GNU tar and old versions of Python wrote them. */
class OtherWritersTest {
  private static final String[] PARTS = {
    "homeassistant", "core_ssh", "a0d7b954_nodered", "share", "ssl", "media", "addons_local"
  };
  private static final String LONG = "data/" + "directory/".repeat(15) + "ü".repeat(40);

  private final Random random = Seed.random("archives of other writers");

  /**
   * One way to write an archive.
   *
   * @param prefix before the names of the outer tar's members
   */
  record Style(boolean gnu, String prefix, boolean compressed, boolean isProtected) {}

  static Stream<Style> styles() {
    List<Style> styles = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      styles.add(new Style((i & 1) != 0, (i & 2) != 0 ? "./" : "", (i & 4) != 0, (i & 8) != 0));
    }
    return styles.stream();
  }

  @ParameterizedTest
  @MethodSource("styles")
  void every_part_is_listed_verified_and_extracted(Style style, @TempDir Path dir)
      throws IOException {
    Path archive = Files.write(dir.resolve("archive.tar"), supervisorArchive(style));

    assertThat(ArchiveInspector.summary(archive).parts())
        .extracting("name")
        .containsExactly((Object[]) PARTS);
    Verification found =
        new ArchiveVerifier(Optional.of(Vectors.KEY), ArchiveLimits.standard()).verify(archive);
    assertThat(found.measuredProtected()).isEqualTo(style.isProtected());
    assertThat(found.metadata().folders()).containsExactly("share", "ssl", "media", "addons/local");
    for (String part : PARTS) {
      Path target = dir.resolve(part);
      String root = part.equals("homeassistant") ? "data" : "";
      new ArchiveExtractor(
              Optional.of(Vectors.KEY),
              new ExtractOptions(root, path -> true, ArchiveLimits.standard(), false))
          .extract(archive, part, target, ArchiveObserver.none());
      String member = root.isEmpty() ? LONG : LONG.substring("data/".length());
      assertThat(target.resolve(member)).hasContent("part " + part);
    }
  }

  private byte[] supervisorArchive(Style style) throws IOException {
    String json =
        "{\"version\":2,\"slug\":\"1d21b9c4\",\"name\":\"Full\",\"date\":\"2024-06-01T00:00:00+00:00\","
            + "\"type\":\"full\",\"supervisor_version\":\"2024.05.1\",\"docker\":{\"registries\":{}},"
            + "\"homeassistant\":{\"version\":\"2024.6.0\",\"exclude_database\":false,\"size\":1.2},"
            + "\"repositories\":[\"core\",\"local\"],\"crypto\":"
            + (style.isProtected() ? "\"aes128\"" : "null")
            + ",\"compressed\":"
            + style.compressed()
            + ",\"protected\":"
            + style.isProtected()
            + ",\"folders\":[\"share\",\"ssl\",\"media\",\"addons/local\"],"
            + "\"addons\":[{\"slug\":\"core_ssh\",\"name\":\"SSH\",\"version\":\"9.14\",\"size\":0.1},"
            + "{\"slug\":\"a0d7b954_nodered\",\"name\":\"Node-RED\",\"version\":\"17\",\"size\":1}]}";
    RawTar outer = new RawTar();
    ArchiveCipher cipher =
        ArchiveCiphers.create(SecureTarVersion.V2, Vectors.KEY, random::nextBytes);
    for (String part : PARTS) {
      if (part.equals("core_ssh")) {
        // Not always the first one.
        add(outer, style, "backup.json", json.getBytes(StandardCharsets.UTF_8));
      }
      byte[] tar = tar(style, part);
      byte[] data = style.compressed() ? compressed(tar) : tar;
      add(
          outer,
          style,
          part + (style.compressed() ? ".tar.gz" : ".tar"),
          style.isProtected() ? encrypted(cipher.nextPart(), data) : data);
    }
    byte[] whole = outer.end();
    return Arrays.copyOf(whole, (whole.length + 10_239) / 10_240 * 10_240);
  }

  private static void add(RawTar tar, Style style, String name, byte[] data) {
    Header header = Header.of('0', style.prefix() + name).size(data.length);
    if (style.gnu()) {
      header.gnu();
    } else {
      tar.pax('x', "mtime", "1717200000.123456");
    }
    tar.add(header, data);
  }

  private static byte[] tar(Style style, String part) {
    RawTar tar = new RawTar();
    byte[] content = ("part " + part).getBytes(StandardCharsets.UTF_8);
    Header header = Header.of('0', "cut short").size(content.length);
    if (style.gnu()) {
      tar.add(Header.of('5', "./").gnu());
      tar.gnuLong('K', "x".repeat(150)).add(Header.of('2', "data/link").gnu());
      tar.gnuLong('L', LONG).add(header.gnu(), content);
    } else {
      tar.directory("data").directory(".").pax('x', "path", LONG).add(header, content);
    }
    return tar.end();
  }

  private static byte[] compressed(byte[] tar) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      new ByteArrayInputStream(tar).transferTo(gzip);
    }
    return out.toByteArray();
  }

  private static byte[] encrypted(PartCipher cipher, byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(cipher.header(plain.length));
    try (BlockOutput body = new BlockOutput(out, cipher.encryptor())) {
      body.write(plain);
    }
    return out.toByteArray();
  }
}
