package org.homekeep.core.backup.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFilesTest {
  private static final int LIMIT = 2_000;

  private Path directory;

  @BeforeEach
  void start(@TempDir Path temporary) {
    directory = temporary.resolve("log");
  }

  private AuditFiles open() throws IOException {
    AuditFiles files = new AuditFiles(directory, LIMIT, 3);
    files.open();
    return files;
  }

  private static JsonObject line(int number) {
    return new JsonObject().put("what", "line " + number);
  }

  private static List<Long> numbers(AuditPage page) {
    return page.lines().stream().map(each -> each.getLong("line")).toList();
  }

  @Test
  void lines_are_numbered_over_restarts_and_read_newest_first() throws Exception {
    open().append(List.of(line(1), line(2)));
    open().append(List.of(line(3)));

    AuditPage page = open().page(OptionalLong.empty(), 10);
    assertThat(page.lines())
        .extracting(each -> each.getString("what"))
        .containsExactly("line 3", "line 2", "line 1");
    assertThat(numbers(page)).containsExactly(3L, 2L, 1L);
  }

  @Test
  void pages_follow_each_other_through_all_files() throws Exception {
    AuditFiles files = open();
    for (int i = 1; i <= 150; i++) {
      files.append(List.of(line(i)));
    }
    assertThat(BackupHub.names(directory)).hasSizeGreaterThan(1);

    List<Long> read = new ArrayList<>();
    OptionalLong next = OptionalLong.empty();
    do {
      AuditPage page = files.page(next, 7);
      assertThat(page.lines()).hasSizeLessThanOrEqualTo(7);
      read.addAll(numbers(page));
      next = page.next();
    } while (next.isPresent());

    assertThat(read)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 150).map(i -> 151 - i).boxed().toList());
  }

  @Test
  void the_files_are_for_their_owner_alone_and_bounded() throws Exception {
    AuditFiles files = open();
    for (int i = 1; i <= 1_000; i++) {
      files.append(List.of(line(i)));
    }

    assertThat(BackupHub.names(directory))
        .containsExactly(
            "deletions.jsonl", "deletions.jsonl.1", "deletions.jsonl.2", "deletions.jsonl.3");
    for (String name : BackupHub.names(directory)) {
      Path file = directory.resolve(name);
      assertThat(Files.size(file)).isLessThan(LIMIT + 100);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(numbers(files.page(OptionalLong.empty(), 1))).containsExactly(1_000L);
  }

  @Test
  void a_line_that_a_power_cut_left_half_harms_no_other() throws Exception {
    open().append(List.of(line(1)));
    Files.writeString(
        directory.resolve("deletions.jsonl"), "{\"line\":2,\"wh", StandardOpenOption.APPEND);

    AuditFiles files = open();
    files.append(List.of(line(2)));

    assertThat(files.page(OptionalLong.empty(), 10).lines())
        .extracting(each -> each.getString("what"))
        .containsExactly("line 2", "line 1");
  }

  @Test
  void what_is_there_is_only_ever_added_to() throws Exception {
    AuditFiles files = open();
    files.append(List.of(line(1)));
    byte[] before = Files.readAllBytes(directory.resolve("deletions.jsonl"));
    files.append(IntStream.range(2, 9).mapToObj(AuditFilesTest::line).toList());

    assertThat(Files.readString(directory.resolve("deletions.jsonl")))
        .startsWith(new String(before, StandardCharsets.UTF_8));
  }

  @Test
  void a_link_in_place_of_the_log_is_not_followed() throws Exception {
    Files.createDirectory(directory);
    Path elsewhere = directory.resolveSibling("elsewhere");
    Files.writeString(elsewhere, "mine");
    Files.createSymbolicLink(directory.resolve("deletions.jsonl"), elsewhere);
    AuditFiles files = open();

    assertThatThrownBy(() -> files.append(List.of(line(1)))).isInstanceOf(IOException.class);
    assertThat(elsewhere).hasContent("mine");
  }
}
