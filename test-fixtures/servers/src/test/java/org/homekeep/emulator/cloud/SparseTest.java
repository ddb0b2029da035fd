package org.homekeep.emulator.cloud;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.emulator.server.BodySink;
import org.junit.jupiter.api.Test;

/**
 * An archive of zeros, which takes no room. {@code -Dsparse.bytes=4999999999} makes it as large as
 * the service takes.
 */
class SparseTest extends CloudTest {
  private static final long SIZE = Long.getLong("sparse.bytes", 100_000_001);
  private static final long ROOM = 5_000_000;

  @Test
  void zeros_pass_and_take_no_room_on_the_disk() throws Exception {
    JsonObject details =
        session.details(CloudFixture.Session.details(KEY, md5(new Zeros()), SIZE)).json();
    HttpRequest.Builder request =
        fixture.request(details.getString("url")).timeout(Duration.ofMinutes(10));
    for (Map.Entry<String, Object> header : details.getJsonObject("headers")) {
      request.header(header.getKey(), header.getValue().toString());
    }
    request.PUT(
        HttpRequest.BodyPublishers.fromPublisher(
            HttpRequest.BodyPublishers.ofInputStream(Zeros::new), SIZE));

    assertThat(fixture.send(request).status()).isEqualTo(200);

    assertThat(stored()).hasSize(SIZE);
    assertThat(blocks(stored()) * 512).isLessThan(ROOM);
    String url = session.downloadDetails(KEY).json().getString("url");
    try (InputStream body =
        HttpClient.newHttpClient()
            .send(fixture.request(url).build(), HttpResponse.BodyHandlers.ofInputStream())
            .body()) {
      assertThat(md5(body)).isEqualTo(details.getJsonObject("headers").getString("content-md5"));
    }
  }

  /** How many blocks of 512 bytes a file takes. */
  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(new String(stat.getInputStream().readAllBytes(), US_ASCII).strip());
  }

  private Path stored() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("data"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private static String md5(InputStream stream) throws IOException {
    MessageDigest digest = BodySink.digest("MD5");
    byte[] buffer = new byte[1 << 16];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** The bytes of the archive. */
  private static final class Zeros extends InputStream {
    private long left = SIZE;

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(target, offset, offset + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}
