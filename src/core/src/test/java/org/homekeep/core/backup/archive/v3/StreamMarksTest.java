package org.homekeep.core.backup.archive.v3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StreamMarksTest {
  @Test
  void marks_stay_near_and_do_not_grow_with_the_stream() throws IOException {
    StreamMarks marks = new StreamMarks();
    for (long chunk = 1; chunk <= 100_000; chunk++) {
      marks.note(chunk, chunk * chunk);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    marks.write(new DataOutputStream(bytes));
    StreamMarks read =
        StreamMarks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(bytes.size()).isLessThan(10_000);
    for (long chunk = 0; chunk <= 100_000; chunk++) {
      long near = read.nearest(chunk);
      assertThat(near).isBetween(Math.max(0, chunk - 255), chunk);
      if (near > 0) {
        assertThat(read.state(near)).isEqualTo(near * near);
      }
    }
  }
}
