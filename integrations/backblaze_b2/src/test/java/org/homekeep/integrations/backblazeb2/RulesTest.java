package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final long MIB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({"'', ''", "'   ', ''", "ha, ha/", "ha/, ha/", "' ha/x ', ha/x/", "/ha, /ha/"})
  void a_prefix_ends_with_one_slash(String typed, String stored) {
    assertThat(Prefix.normalise(typed)).isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ha/", "ha/inner/", "größe/", "with blank/", "back\\slash/"})
  void an_ordinary_prefix_is_legal(String prefix) {
    assertThat(Prefix.isLegal(prefix)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ha/", "ha//x/", "ha//", "a\u0001/", "a\u007f/", "a\ud800/"})
  void what_b2_refuses_in_names_is_no_prefix(String prefix) {
    assertThat(Prefix.isLegal(prefix)).isFalse();
    assertThat(Prefix.isLegal(Prefix.nearestLegal(prefix))).isTrue();
  }

  @Test
  void long_prefixes_are_illegal() {
    assertThat(Prefix.isLegal("x".repeat(250) + "/")).isTrue();
    assertThat(Prefix.isLegal("x".repeat(251) + "/")).isFalse();
    assertThat(Prefix.isLegal("ö".repeat(126) + "/")).isFalse();
    assertThat(Prefix.isLegal("x/".repeat(351))).isFalse();
    assertThat(Prefix.isLegal(Prefix.nearestLegal("家".repeat(9000)))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5000000, 16777216, 1, 1",
    "1, 5000000, 16777216, 1, 1",
    "16777216, 5000000, 16777216, 1, 1",
    "16777217, 5000000, 16777216, 2, 2",
    "1000000000, 5000000, 16777216, 60, 3",
    "1000000000, 20000000, 20000000, 50, 2",
    "1000000000, 30000000, 30000000, 34, 1",
    "167772160000, 5000000, 16777216, 10000, 3",
    "167772160001, 5000000, 16777217, 10000, 2",
    "400000000000, 5000000, 40000000, 10000, 1"
  })
  void a_plan_fits_memory_and_the_limits_of_b2(
      long size, long smallest, int partSize, int parts, int buffers) throws Exception {
    UploadPlan plan = UploadPlan.of(size, smallest, settings());

    assertThat(plan).isEqualTo(new UploadPlan(partSize, parts, buffers));
    assertThat((long) plan.partSize() * plan.buffers()).isLessThanOrEqualTo(48 * MIB);
    assertThat((long) (parts - 1) * partSize + plan.lengthOf(parts, size)).isEqualTo(size);
  }

  @Test
  void an_archive_that_cannot_be_sent_in_bounded_memory_is_refused() {
    assertThatThrownBy(() -> UploadPlan.of(UploadPlan.MAX_SIZE + 1, 5_000_000, settings()))
        .isInstanceOf(B2FailureException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void the_pause_doubles_up_to_a_minute() {
    assertThat(Backoff.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.after(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(Backoff.after(100)).isEqualTo(Duration.ofSeconds(64));
  }

  private static Settings settings() {
    return new Settings(
        URI.create("https://api.backblazeb2.com"),
        Duration.ofMinutes(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(40),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        (int) (16 * MIB));
  }
}
