package org.homekeep.api.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.homekeep.api.backup.StoredBytes.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBytesTest {
  @Test
  void a_checksum_of_each_algorithm_is_taken() {
    assertThat(new StoredBytes(1, Algorithm.SHA_1, "0a".repeat(20)).checksum()).hasSize(40);
    assertThat(new StoredBytes(1, Algorithm.SHA_256, "0a".repeat(32)).checksum()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "0a",
        "0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A",
        "unverified:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0"
      })
  void what_is_no_checksum_is_refused(String text) {
    assertThatThrownBy(() -> new StoredBytes(1, Algorithm.SHA_1, text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
