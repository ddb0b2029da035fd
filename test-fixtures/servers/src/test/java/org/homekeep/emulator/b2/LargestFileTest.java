package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.homekeep.emulator.server.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How large a large file may be, tried with parts that are holes on the disk. */
class LargestFileTest {
  private static final long LARGEST_PART = 5_000_000_000L;
  private static final int PARTS = 2_000;
  private static final String HOLE = "0".repeat(32);
  private static final String SHA1 = "0".repeat(40);

  @TempDir Path directory;

  @Test
  void a_file_has_ten_trillion_bytes_at_most() throws IOException {
    String largest;
    String larger;
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      largest = session.startLarge(fixture.bucketId(), "largest");
      larger = session.startLarge(fixture.bucketId(), "larger");
    }
    try (RandomAccessFile hole =
        new RandomAccessFile(directory.resolve("data").resolve(HOLE).toFile(), "rw")) {
      hole.setLength(LARGEST_PART);
    }
    writeParts(largest, PARTS);
    writeParts(larger, PARTS + 1);

    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();

      Fixture.Answer finished = session.finishLarge(largest, Collections.nCopies(PARTS, SHA1));
      Fixture.Answer refused = session.finishLarge(larger, Collections.nCopies(PARTS + 1, SHA1));
      Fixture.Answer end =
          fixture.send(
              fixture
                  .request("/file/%s/largest".formatted(Fixture.BUCKET))
                  .header("Authorization", session.token())
                  .header("Range", "bytes=-3"));

      assertThat(finished.status()).isEqualTo(200);
      assertThat(finished.json().getLong("contentLength")).isEqualTo(10_000_000_000_000L);
      assertThat(refused.code()).isEqualTo("bad_request");
      assertThat(fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await())
          .extracting(StoredObject::name)
          .containsExactly("larger");
      assertThat(end.body()).isEqualTo(new byte[3]);
      assertThat(end.header("Content-Range"))
          .isEqualTo("bytes 9999999999997-9999999999999/10000000000000");
      assertCopies(session, largest);
    }
  }

  private static void assertCopies(Fixture.Session session, String source) {
    JsonObject params = new JsonObject().put("sourceFileId", source).put("fileName", "copy");

    assertThat(session.call("b2_copy_file", params).code()).isEqualTo("source_too_large");
    assertThat(
            session.call("b2_copy_file", params.copy().put("range", "bytes=0-5000000000")).code())
        .isEqualTo("source_too_large");
    assertThat(session.call("b2_copy_file", params.copy().put("range", "bytes=7-9")).status())
        .isEqualTo(200);
  }

  @Test
  void a_file_is_made_of_one_to_ten_thousand_parts() {
    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();
      String fileId = session.startLarge(fixture.bucketId(), "large");

      assertThat(session.finishLarge(fileId, List.of()).code()).isEqualTo("bad_request");
      assertThat(session.finishLarge(fileId, Collections.nCopies(10_000, SHA1)).code())
          .isEqualTo("missing_part");
      assertThat(session.finishLarge(fileId, Collections.nCopies(10_001, SHA1)).code())
          .isEqualTo("bad_request");
    }
  }

  private void writeParts(String fileId, int count) throws IOException {
    Path parts = Files.createDirectories(directory.resolve("parts").resolve(fileId));
    for (int number = 1; number <= count; number++) {
      Part part = new Part(number, SHA1, "0".repeat(32), 0, new Segment(HOLE, LARGEST_PART));
      Files.writeString(parts.resolve(number + ".json"), part.toJson().encode());
    }
  }
}
