package org.homekeep.core.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.homekeep.core.backup.archive.HostileTar;
import org.homekeep.core.backup.archive.RawTar;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore of a hostile archive leaves the data as it was, or takes only what is harmless. */
class HostileRestoreTest {
  private Path root;
  private Path home;
  private HubDirectories directories;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    root = temporary;
    home = Files.createDirectory(root.resolve("home"));
    directories = new HubDirectories(home, home);
    Files.writeString(home.resolve("configuration.yaml"), "old");
    Files.createDirectory(root.resolve("outside"));
    Files.writeString(root.resolve("outside/precious"), "precious");
  }

  static Stream<String> attacks() {
    return HostileTar.all("/nowhere").stream().map(HostileTar::what);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void nothing_but_the_data_changes(String what) throws IOException {
    HostileTar hostile =
        HostileTar.all(root.resolve("outside").toString()).stream()
            .filter(attack -> attack.what().equals(what))
            .findFirst()
            .orElseThrow();
    Path archive = Files.write(root.resolve("archive.tar"), RawTar.archiveOf(hostile.tar()));
    Map<String, Long> outside = sizes(path -> !path.startsWith(home));
    Map<String, Long> data = sizes(path -> path.startsWith(home));
    new RestoreOrder(archive, Optional.empty(), false, true, true, Map.of()).write(directories);

    Optional<RestoreResult> result = PendingRestore.apply(directories);

    assertThat(sizes(path -> !path.startsWith(home))).isEqualTo(outside);
    boolean failed = !result.orElseThrow().isSuccess();
    if (!hostile.harmless()) {
      assertThat(failed).isTrue();
    }
    if (failed) {
      Map<String, Long> after = sizes(path -> path.startsWith(home));
      after.keySet().removeIf(name -> name.startsWith("home/.HA_RESTORE"));
      assertThat(after).isEqualTo(data);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"...tar", "..tar"})
  void a_part_whose_name_leads_out_is_refused(String part) throws IOException {
    byte[] json =
        "{\"slug\":\"27e0ff0f\",\"name\":\"x\",\"date\":\"2026-01-30T05:42:12-08:00\"}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] content = HostileTar.all("/nowhere").get(0).tar();
    Path archive = Files.write(root.resolve("archive.tar"), RawTar.archiveOf(json, part, content));
    Map<String, Long> before = sizes(path -> true);
    new RestoreOrder(archive, Optional.empty(), false, true, true, Map.of()).write(directories);

    RestoreResult result = PendingRestore.apply(directories).orElseThrow();

    assertThat(result.error().orElse("")).contains("a part whose name is not safe to extract");
    Map<String, Long> after = sizes(path -> true);
    after.keySet().removeIf(name -> name.startsWith("home/.HA_RESTORE"));
    assertThat(after).isEqualTo(before);
  }

  private Map<String, Long> sizes(Predicate<Path> wanted) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        if (wanted.test(path)) {
          boolean link = Files.isSymbolicLink(path);
          sizes.put(
              root.relativize(path).toString(),
              link || Files.isDirectory(path) ? -1 : Files.size(path));
        }
      }
    }
    return sizes;
  }
}
