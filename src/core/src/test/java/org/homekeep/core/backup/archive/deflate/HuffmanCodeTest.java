package org.homekeep.core.backup.archive.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.Test;

class HuffmanCodeTest {
  private static final int SYMBOLS = 286;

  @Test
  void a_code_is_as_short_as_it_can_be() {
    Random random = Seed.random("counts");
    for (int round = 0; round < 200; round++) {
      int[] counts = new int[SYMBOLS];
      int used = 2 + random.nextInt(SYMBOLS - 2);
      for (int i = 0; i < used; i++) {
        counts[random.nextInt(SYMBOLS)] += 1 + random.nextInt(20);
      }
      counts[0]++;
      counts[1]++;
      HuffmanCode code = new HuffmanCode(SYMBOLS, 15);

      code.build(counts);

      assertThat(bits(code, counts)).isEqualTo(shortest(counts));
      assertPrefixFreeAndComplete(code);
    }
  }

  @Test
  void no_code_is_longer_than_the_limit() {
    int[] fibonacci = new int[40];
    fibonacci[0] = 1;
    fibonacci[1] = 1;
    for (int i = 2; i < fibonacci.length; i++) {
      fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
    }
    for (int limit = 7; limit <= 15; limit++) {
      HuffmanCode code = new HuffmanCode(fibonacci.length, limit);

      code.build(fibonacci);

      for (int symbol = 0; symbol < fibonacci.length; symbol++) {
        assertThat(code.length(symbol)).isBetween(1, limit);
      }
      assertPrefixFreeAndComplete(code);
    }
  }

  @Test
  void frequent_symbols_never_have_longer_codes_than_rare_ones() {
    Random random = Seed.random("order");
    int[] counts = random.ints(SYMBOLS, 1, 1 << 20).toArray();
    HuffmanCode code = new HuffmanCode(SYMBOLS, 9);

    code.build(counts);

    for (int a = 0; a < SYMBOLS; a++) {
      for (int b = 0; b < SYMBOLS; b++) {
        if (counts[a] > counts[b]) {
          assertThat(code.length(a)).isLessThanOrEqualTo(code.length(b));
        }
      }
    }
  }

  @Test
  void one_symbol_or_none_gives_a_complete_code_of_two() {
    for (int only = -1; only < 30; only++) {
      int[] counts = new int[30];
      if (only >= 0) {
        counts[only] = 7;
      }
      HuffmanCode code = new HuffmanCode(30, 15);

      code.build(counts);

      assertThat(only < 0 ? 1 : code.length(only)).isEqualTo(1);
      assertPrefixFreeAndComplete(code);
    }
  }

  private static long bits(HuffmanCode code, int[] counts) {
    long bits = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      bits += (long) counts[symbol] * code.length(symbol);
    }
    return bits;
  }

  private static long shortest(int[] counts) {
    PriorityQueue<Long> trees = new PriorityQueue<>();
    for (int count : counts) {
      if (count > 0) {
        trees.add((long) count);
      }
    }
    long bits = 0;
    while (trees.size() > 1) {
      long joined = trees.remove() + trees.remove();
      bits += joined;
      trees.add(joined);
    }
    return bits;
  }

  private static void assertPrefixFreeAndComplete(HuffmanCode code) {
    double share = 0;
    Set<String> codes = new HashSet<>();
    for (int symbol = 0; symbol < code.lengths().length; symbol++) {
      int length = code.length(symbol);
      if (length > 0) {
        share += Math.pow(0.5, length);
        codes.add(firstBits(code.code(symbol), length));
      }
    }
    assertThat(share).isEqualTo(1);
    for (String one : codes) {
      for (int length = 1; length < one.length(); length++) {
        assertThat(codes).doesNotContain(one.substring(0, length));
      }
    }
  }

  private static String firstBits(int code, int length) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < length; i++) {
      bits.append((code >>> i) & 1);
    }
    return bits.toString();
  }
}
