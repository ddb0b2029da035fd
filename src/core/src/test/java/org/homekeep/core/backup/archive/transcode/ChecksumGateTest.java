package org.homekeep.core.backup.archive.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.securetar.Sha256;
import org.junit.jupiter.api.Test;

class ChecksumGateTest {
  private final List<String> asked = new ArrayList<>();

  private InputStream gate(byte[] data) {
    return new ChecksumGate(new ByteArrayInputStream(data), data.length, asked::add);
  }

  @Test
  void the_whole_is_approved_once_and_before_its_end_is_asked_for() throws IOException {
    byte[] data = {1, 2, 3};

    assertThat(gate(data).readNBytes(3)).isEqualTo(data);

    assertThat(asked).containsExactly(Sha256.hex(Sha256.create().digest(data)));
  }

  @Test
  void nothing_is_approved_too() throws IOException {
    assertThat(gate(new byte[0]).readAllBytes()).isEmpty();

    assertThat(asked).containsExactly(Sha256.hex(Sha256.create().digest()));
  }

  @Test
  void what_is_not_approved_does_not_end_at_all() {
    InputStream in =
        new ChecksumGate(
            new ByteArrayInputStream(new byte[3]),
            3,
            sha256 -> {
              throw new ArchiveException.SourceChanged("It has changed.");
            });

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(ArchiveException.SourceChanged.class);
    }
  }
}
