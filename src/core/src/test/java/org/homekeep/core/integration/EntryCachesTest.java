package org.homekeep.core.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.homekeep.api.EntryCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCachesTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private Path directory;
  private EntryCaches caches;

  @BeforeEach
  void open(@TempDir Path hub) {
    directory = hub.resolve(".cache/entries");
    caches = new EntryCaches(hub.resolve(".cache"));
  }

  @Test
  void what_was_written_last_is_read_and_is_nobody_elses() throws IOException {
    EntryCache cache = caches.of("b2", "01A");
    assertThat(cache.read()).isEmpty();

    cache.write(new byte[] {9});
    cache.write(CONTENT);

    assertThat(caches.of("b2", "01A").read()).hasValue(CONTENT);
    assertThat(caches.of("b2", "01B").read()).isEmpty();
    assertThat(caches.of("other", "01A").read()).isEmpty();
    assertThat(Files.getPosixFilePermissions(directory.resolve("b2.01A")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void that_of_a_removed_entry_is_gone_and_stays_gone() throws IOException {
    EntryCache cache = caches.of("b2", "01A");
    cache.write(CONTENT);

    caches.remove("b2", "01A");
    cache.write(CONTENT);

    assertThat(cache.read()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_start_takes_away_what_belongs_to_no_entry() throws IOException {
    caches.keepOnly(Set.of());
    caches.of("b2", "01A").write(CONTENT);
    caches.of("b2", "01B").write(CONTENT);
    Files.write(directory.resolve("b2.01A.new"), CONTENT);

    caches.keepOnly(Set.of("b2.01A"));

    assertThat(directory).isDirectoryContaining("glob:**b2.01A");
    assertThat(directory.toFile().list()).containsExactly("b2.01A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "a/b", "", "a.b", "..", "a\nb"})
  void an_id_that_is_no_plain_name_keeps_nothing(String entryId) throws IOException {
    EntryCache cache = caches.of("b2", entryId);

    cache.write(CONTENT);
    caches.remove("b2", entryId);

    assertThat(cache.read()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void what_is_too_large_is_refused_and_a_file_that_is_too_large_is_not_read() throws IOException {
    EntryCache cache = caches.of("b2", "01A");
    byte[] large = new byte[EntryCache.MOST_BYTES + 1];

    assertThatThrownBy(() -> cache.write(large)).isInstanceOf(IllegalArgumentException.class);
    assertThat(cache.read()).isEmpty();
    cache.write(CONTENT);
    Files.write(directory.resolve("b2.01A"), large);

    assertThat(cache.read()).isEmpty();
  }
}
