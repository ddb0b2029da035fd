package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.server.BodySink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Big bodies, sent and read as streams. */
class StreamTest {
  private static final long SEED = 5;
  private static final long SIZE = 200_000_000;

  @Test
  void two_hundred_megabytes_pass_without_blocking_the_loop(@TempDir Path directory)
      throws IOException, InterruptedException {
    String sha1 = sha1(new Noise());
    try (Fixture fixture =
        Fixture.with(
            WatchedVertx.create(), B2EmulatorOptions.in(directory).firstBucket(Fixture.BUCKET))) {
      Fixture.Session session = fixture.master();
      JsonObject url = session.uploadUrl(fixture.bucketId());
      HttpRequest.Builder upload =
          session
              .uploadRequest(url, "big", new byte[0])
              .setHeader("X-Bz-Content-Sha1", sha1)
              .timeout(Duration.ofMinutes(2))
              .expectContinue(true)
              .POST(
                  HttpRequest.BodyPublishers.fromPublisher(
                      HttpRequest.BodyPublishers.ofInputStream(Noise::new), SIZE));

      Fixture.Answer uploaded = fixture.send(upload);
      HttpRequest download =
          fixture
              .request("/file/" + Fixture.BUCKET + "/big")
              .header("Authorization", session.token())
              .build();
      String downloaded;
      try (InputStream body =
          HttpClient.newHttpClient()
              .send(download, HttpResponse.BodyHandlers.ofInputStream())
              .body()) {
        downloaded = sha1(body);
      }

      assertThat(uploaded.json().getLong("contentLength")).isEqualTo(SIZE);
      assertThat(downloaded).isEqualTo(sha1);
    }
  }

  private static String sha1(InputStream stream) throws IOException {
    MessageDigest digest = BodySink.digest("SHA-1");
    byte[] buffer = new byte[65_536];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Bytes that repeat after 64 KiB, which is quick to make and still shows a swapped block. */
  private static final class Noise extends InputStream {
    private final byte[] block = new byte[65_537];
    private long position;

    Noise() {
      new Random(SEED).nextBytes(block);
    }

    @Override
    public int read() {
      return position == SIZE ? -1 : block[(int) (position++ % block.length)] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == SIZE) {
        return -1;
      }
      int at = (int) (position % block.length);
      int count = (int) Math.min(Math.min(length, block.length - at), SIZE - position);
      System.arraycopy(block, at, target, offset, count);
      position += count;
      return count;
    }
  }
}
