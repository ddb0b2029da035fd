package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.homekeep.emulator.server.BodySink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of many times the memory of the emulator's process, sent in parts and read: 500 MB through
 * a heap of 64 MB, or as much as {@code -Dstream.megabytes} and {@code -Dstream.heap} say.
 */
class FlatMemoryTest {
  private static final long PART = 100_000_000;
  private static final long SIZE = Long.getLong("stream.megabytes", 500) * 1_000_000;
  private static final long HEAP = Long.getLong("stream.heap", 64);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final MessageDigest sent = BodySink.digest("SHA-1");

  @TempDir Path directory;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void a_file_passes_that_is_many_times_as_big_as_the_heap()
      throws IOException, InterruptedException {
    try (EmulatorProcess emulator =
        EmulatorProcess.start(
            directory, "-Xmx%dm".formatted(HEAP), "-XX:+ExitOnOutOfMemoryError")) {
      JsonObject account = authorize(emulator);
      String token = account.getString("authorizationToken");
      String api = emulator.url() + "/b2api/v2/";
      String bucketId =
          post(
                  api + "b2_list_buckets",
                  token,
                  new JsonObject().put("accountId", account.getString("accountId")))
              .getJsonArray("buckets")
              .getJsonObject(0)
              .getString("bucketId");
      JsonObject named = new JsonObject().put("bucketId", bucketId).put("fileName", "big");
      String fileId =
          post(
                  api + "b2_start_large_file",
                  token,
                  named.put("contentType", "application/octet-stream"))
              .getString("fileId");
      JsonObject file = new JsonObject().put("fileId", fileId);

      JsonArray sha1s = new JsonArray();
      for (long at = 0; at < SIZE; at += PART) {
        JsonObject url = post(api + "b2_get_upload_part_url", token, file);
        sha1s.add(part(url, sha1s.size() + 1, Math.min(PART, SIZE - at)));
      }
      post(api + "b2_finish_large_file", token, file.copy().put("partSha1Array", sha1s));

      assertThat(downloaded(emulator.url() + "/file/" + Fixture.BUCKET + "/big", token))
          .isEqualTo(sent.digest());
    }
  }

  private JsonObject authorize(EmulatorProcess emulator) throws IOException, InterruptedException {
    String pair = emulator.keyId() + ":" + emulator.applicationKey();
    return answer(
        HttpRequest.newBuilder(URI.create(emulator.url() + "/b2api/v2/b2_authorize_account"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
  }

  private JsonObject post(String url, String token, JsonObject body)
      throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", token)
            .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
  }

  /** Sends a part of noise of its own, and tells the SHA-1 that the emulator found. */
  private String part(JsonObject url, int number, long size)
      throws IOException, InterruptedException {
    JsonObject stored =
        answer(
            HttpRequest.newBuilder(URI.create(url.getString("uploadUrl")))
                .header("Authorization", url.getString("authorizationToken"))
                .header("X-Bz-Part-Number", "" + number)
                .header("X-Bz-Content-Sha1", "do_not_verify")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(
                            () -> new DigestInputStream(new Noise(number, size), sent)),
                        size)));
    return FileInfo.plainSha1(stored.getString("contentSha1"));
  }

  private JsonObject answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request.timeout(Duration.ofMinutes(5)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  private byte[] downloaded(String url, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", token).build();
    try (InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      MessageDigest digest = BodySink.digest("SHA-1");
      byte[] buffer = new byte[1 << 16];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return digest.digest();
    }
  }

  /** Bytes that repeat, which is quick to make and still shows what is lost or swapped. */
  private static final class Noise extends InputStream {
    private final byte[] block = new byte[65_537];
    private long left;
    private int at;

    Noise(int seed, long size) {
      new Random(seed).nextBytes(block);
      left = size;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(length, block.length - at), left);
      System.arraycopy(block, at, target, offset, count);
      at = (at + count) % block.length;
      left -= count;
      return count;
    }
  }
}
