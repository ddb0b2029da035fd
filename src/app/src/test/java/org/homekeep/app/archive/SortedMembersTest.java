package org.homekeep.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedMembersTest {
  private static final int MORE_THAN_ONE_PIECE = 100_000;

  @Test
  void members_of_several_pieces_come_in_the_order_of_their_paths(@TempDir Path directory)
      throws Exception {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_ONE_PIECE; i++) {
      paths.add(String.format(Locale.ROOT, "data/%06d", i));
    }
    List<String> shuffled = new ArrayList<>(paths);
    Collections.shuffle(shuffled, Seed.random("order"));
    List<String> sorted = new ArrayList<>();
    try (SortedMembers members = new SortedMembers(directory, "a")) {
      for (String path : shuffled) {
        TarEntry entry = TarEntry.file(path, 0, Instant.EPOCH);
        members.add(MemberDigest.of(RawText.of(path), entry, InputStream.nullInputStream()));
      }
      members.rewind();
      assertThat(directory.toFile().list()).hasSizeGreaterThan(1);
      for (Optional<MemberDigest> next = members.next(); next.isPresent(); next = members.next()) {
        sorted.add(next.get().path().toString());
      }
    }

    assertThat(sorted).isEqualTo(paths);
  }
}
