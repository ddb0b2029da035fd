package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose word on the bytes of an archive counts as B2's. */
class StoredBackupTest {
  private static final String RIGHT = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "f".repeat(40);
  private static final Map<String, String> OURS =
      new Marks("01ENTRY").of(BegunUpload.at("bucket", "aaaa1111", "base"));

  private static StoredBackup stored(
      Map<String, String> info, Optional<String> beside, Map<String, String> sidecarInfo) {
    return new StoredBackup(
        EmulatorTest.backup("aaaa1111", 10),
        object("a.tar", beside, info),
        object("a.metadata.json", Optional.empty(), sidecarInfo));
  }

  private static ObjectRef object(String name, Optional<String> sha1, Map<String, String> info) {
    return new ObjectRef(name, "id of " + name, 10, sha1, info, Optional.empty(), Instant.EPOCH);
  }

  @Test
  void what_b2_calculated_itself_counts_whatever_others_say() {
    StoredBackup told = stored(Map.of(), Optional.of(RIGHT), Map.of(Sidecar.ARCHIVE_SHA1, OTHER));

    assertThat(told.vouchedSha1(Optional.of(RIGHT))).contains(RIGHT);
  }

  @Test
  void of_parts_that_homekeep_sent_its_own_checksum_counts_from_either_place() {
    assertThat(stored(OURS, Optional.of(RIGHT), Map.of()).vouchedSha1(Optional.empty()))
        .contains(RIGHT);
    assertThat(
            stored(OURS, Optional.empty(), Map.of(Sidecar.ARCHIVE_SHA1, RIGHT))
                .vouchedSha1(Optional.empty()))
        .contains(RIGHT);
    assertThat(
            stored(OURS, Optional.of(RIGHT), Map.of(Sidecar.ARCHIVE_SHA1, RIGHT))
                .vouchedSha1(Optional.empty()))
        .contains(RIGHT);
  }

  @Test
  void what_contradicts_itself_counts_for_nothing() {
    assertThat(
            stored(OURS, Optional.of(RIGHT), Map.of(Sidecar.ARCHIVE_SHA1, OTHER))
                .vouchedSha1(Optional.empty()))
        .isEmpty();
  }

  @Test
  void what_another_program_wrote_beside_its_parts_is_no_word_of_b2() {
    assertThat(
            stored(Map.of(), Optional.of(RIGHT), Map.of(Sidecar.ARCHIVE_SHA1, RIGHT))
                .vouchedSha1(Optional.empty()))
        .isEmpty();
  }

  @Test
  void where_nobody_knows_a_checksum_nothing_is_said() {
    assertThat(
            stored(OURS, Optional.empty(), Map.of(Sidecar.ARCHIVE_SHA1, "none"))
                .vouchedSha1(Optional.empty()))
        .isEmpty();
  }
}
