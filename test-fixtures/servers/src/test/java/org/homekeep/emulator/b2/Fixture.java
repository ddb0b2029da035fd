package org.homekeep.emulator.b2;

import com.backblaze.b2.client.B2ClientConfig;
import com.backblaze.b2.client.B2StorageClient;
import com.backblaze.b2.client.webApiHttpClient.B2StorageHttpClientBuilder;
import com.backblaze.b2.client.webApiHttpClient.HttpClientFactoryImpl;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.server.Answer;

/** A running emulator with a plain HTTP client that knows the protocol a little. */
final class Fixture implements AutoCloseable {
  static final String BUCKET = "homekeep-test";

  private final Vertx vertx;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final B2Emulator emulator;

  private Fixture(Vertx vertx, B2EmulatorOptions options) {
    this.vertx = vertx;
    emulator = B2Emulator.start(vertx, options).await();
  }

  /** An emulator with parts from 1000 bytes on. */
  static Fixture in(Path directory) {
    return with(
        WatchedVertx.create(),
        B2EmulatorOptions.in(directory).partSizes(1_000, 100_000).firstBucket(BUCKET));
  }

  static Fixture with(Vertx vertx, B2EmulatorOptions options) {
    return new Fixture(vertx, options);
  }

  B2StorageClient sdk() {
    return sdk(emulator.keyId(), emulator.applicationKey());
  }

  B2StorageClient sdk(String keyId, String applicationKey) {
    return sdk(emulator.url(), keyId, applicationKey);
  }

  static B2StorageClient sdk(String url, String keyId, String applicationKey) {
    B2ClientConfig config =
        B2ClientConfig.builder(keyId, applicationKey, "homekeep-test")
            .setMasterUrl(url + "/")
            .build();
    return B2StorageHttpClientBuilder.builder(config)
        .setHttpClientFactory(HttpClientFactoryImpl.builder().setSupportInsecureHttp(true).build())
        .build();
  }

  /** An authorised session of the master key on version 2. */
  Session master() {
    return session(2, emulator.keyId(), emulator.applicationKey());
  }

  Session session(int version, ApplicationKey key) {
    return session(version, key.keyId(), key.applicationKey());
  }

  Session session(int version, String keyId, String applicationKey) {
    Answer answer = authorize(version, keyId, applicationKey);
    if (answer.status() != 200) {
      throw new AssertionError("authorising failed: " + answer);
    }
    return new Session(this, version, answer.json().getString("authorizationToken"));
  }

  Answer authorize(int version, String keyId, String applicationKey) {
    String basic =
        Base64.getEncoder()
            .encodeToString((keyId + ":" + applicationKey).getBytes(StandardCharsets.UTF_8));
    return send(
        request("/b2api/v%d/b2_authorize_account".formatted(version))
            .header("Authorization", "Basic " + basic)
            .GET());
  }

  ApplicationKey key(List<String> capabilities, List<String> buckets, Optional<String> prefix) {
    return emulator.createKey(capabilities, buckets, prefix, Optional.empty()).await();
  }

  String bucketId() {
    return bucketId(BUCKET);
  }

  String bucketId(String name) {
    return master()
        .call(
            "b2_list_buckets",
            new JsonObject().put("accountId", emulator.accountId()).put("bucketName", name))
        .json()
        .getJsonArray("buckets")
        .getJsonObject(0)
        .getString("bucketId");
  }

  HttpRequest.Builder request(String pathOrUrl) {
    return HttpRequest.newBuilder(
            URI.create(pathOrUrl.startsWith("/") ? emulator.url() + pathOrUrl : pathOrUrl))
        .timeout(Duration.ofSeconds(20));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return trySend(request);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Sends a request whose connection may break. */
  Answer trySend(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  /** Sends an upload again until the one before it has let go of its token. */
  Answer sendWhileBusy(HttpRequest.Builder upload) {
    Answer answer = send(upload);
    for (int i = 0; i < 10_000 && answer.status() == 400; i++) {
      answer = send(upload);
    }
    return answer;
  }

  Answer fault(String json) {
    return send(request("/_emulator/faults").POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Sends a request without the help of a client that would complete it. */
  Socket socket() throws IOException {
    URI uri = URI.create(emulator.url());
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() {
    emulator.close().await();
    vertx.close().await();
  }

  /** An answer, read to its end. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    byte[] body() {
      return response.body();
    }

    JsonObject json() {
      return new JsonObject(text());
    }

    String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }

    String code() {
      return json().getString("code");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }

  /** What one key does on one version of the API. */
  record Session(Fixture fixture, int version, String token) {
    Answer call(String name, JsonObject params) {
      return fixture.send(
          fixture
              .request("/b2api/v%d/%s".formatted(version, name))
              .header("Authorization", token)
              .POST(HttpRequest.BodyPublishers.ofString(params.encode())));
    }

    Answer get(String path) {
      return fixture.send(fixture.request(path).header("Authorization", token).GET());
    }

    JsonObject uploadUrl(String bucketId) {
      return call("b2_get_upload_url", new JsonObject().put("bucketId", bucketId)).json();
    }

    Answer upload(String bucketId, String name, byte[] content) {
      return fixture.send(uploadRequest(uploadUrl(bucketId), name, content));
    }

    HttpRequest.Builder uploadRequest(JsonObject url, String name, byte[] content) {
      return fixture
          .request(url.getString("uploadUrl"))
          .header("Authorization", url.getString("authorizationToken"))
          .header("X-Bz-File-Name", URLEncoder.encode(name, StandardCharsets.UTF_8))
          .header("Content-Type", "b2/x-auto")
          .header("X-Bz-Content-Sha1", sha1(content))
          .POST(HttpRequest.BodyPublishers.ofByteArray(content));
    }

    String startLarge(String bucketId, String name) {
      return call(
              "b2_start_large_file",
              new JsonObject()
                  .put("bucketId", bucketId)
                  .put("fileName", name)
                  .put("contentType", "application/x-tar"))
          .json()
          .getString("fileId");
    }

    Answer uploadPart(String fileId, int number, byte[] content) {
      JsonObject url =
          call("b2_get_upload_part_url", new JsonObject().put("fileId", fileId)).json();
      return fixture.send(
          fixture
              .request(url.getString("uploadUrl"))
              .header("Authorization", url.getString("authorizationToken"))
              .header("X-Bz-Part-Number", "" + number)
              .header("X-Bz-Content-Sha1", sha1(content))
              .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    Answer finishLarge(String fileId, List<String> sha1s) {
      return call(
          "b2_finish_large_file",
          new JsonObject().put("fileId", fileId).put("partSha1Array", new JsonArray(sha1s)));
    }
  }
}
