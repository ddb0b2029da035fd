package org.homekeep.core.backup.archive.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.archive.tar.RawText;
import org.junit.jupiter.api.Test;

class SortedNamesTest {
  @Test
  void names_come_out_in_the_order_of_their_bytes() {
    Random random = Seed.random("names");
    SortedNames names = new SortedNames();
    List<RawText> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] name = new byte[1 + random.nextInt(random.nextInt(100) == 0 ? 700 : 12)];
      random.nextBytes(name);
      names.add(RawText.of(name));
      expected.add(RawText.of(name));
    }
    expected.sort(null);

    List<RawText> sorted = new ArrayList<>();
    names.sorted().forEachRemaining(sorted::add);

    assertThat(sorted).isEqualTo(expected);
  }

  @Test
  void a_directory_without_names_has_none() {
    assertThat(new SortedNames().sorted().hasNext()).isFalse();
  }

  @Test
  void a_million_names_are_held_and_sorted_in_a_third_of_a_small_heap() {
    SortedNames names = new SortedNames();
    for (int i = 0; i < 1_000_000; i++) {
      names.add(RawText.of("camera_" + (1_000_000 + i * 7_919L % 1_000_000)));
    }

    Iterator<RawText> sorted = names.sorted();

    assertThat(sorted.next()).hasToString("camera_1000000");
    assertThat(names.bytesHeld()).isLessThan(32_000_000);
  }
}
