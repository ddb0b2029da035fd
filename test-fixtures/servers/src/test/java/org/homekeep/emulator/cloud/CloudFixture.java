package org.homekeep.emulator.cloud;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;

/** A running emulator with a plain HTTP client that knows the service a little. */
final class CloudFixture implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  static final String KEY = "0123456789abcdef.tar";
  static final JsonObject METADATA =
      new JsonObject()
          .put("backup_id", "b1")
          .put("name", "Automatic backup")
          .put("date", "2026-01-02T03:04:05+00:00")
          .put("homeassistant_version", "2026.1.0")
          .put("folders", new JsonArray().add("media"))
          .put("extra_metadata", new JsonObject().put("with_automatic_settings", true));

  private final Vertx vertx;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final CloudEmulator emulator;

  private CloudFixture(Vertx vertx, CloudEmulatorOptions options) {
    this.vertx = vertx;
    emulator = CloudEmulator.start(vertx, options).await();
  }

  static CloudFixture in(Path directory) {
    return with(CloudEmulatorOptions.in(directory).password(PASSWORD));
  }

  static CloudFixture with(CloudEmulatorOptions options) {
    return new CloudFixture(WatchedVertx.create(), options);
  }

  HttpRequest.Builder request(String pathOrUrl) {
    return HttpRequest.newBuilder(
            URI.create(pathOrUrl.startsWith("/") ? emulator.url() + pathOrUrl : pathOrUrl))
        .timeout(Duration.ofSeconds(60));
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
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  Answer control(String method, String resource, String body) {
    return send(
        request("/_emulator/" + resource)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer fault(String json) {
    return control("POST", "faults", json);
  }

  /** An action of the identity service. */
  Answer identity(String action, JsonObject parameters) {
    return send(
        request("/")
            .header("X-Amz-Target", "AWSCognitoIdentityProviderService." + action)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(HttpRequest.BodyPublishers.ofString(parameters.encode())));
  }

  /** What the first user does with the API. */
  Session session() {
    return session(emulator.email());
  }

  Session session(String email) {
    return new Session(this, emulator.idToken(email).await());
  }

  /** How many uploads there are, or were: a counter of the emulator. */
  int uploads(String counter) {
    return emulator.counters().await().getInteger(counter);
  }

  /** Sends a request without the help of a client that would complete it. */
  Socket socket() throws IOException {
    URI uri = URI.create(emulator.url());
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
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

    String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return new JsonObject(text());
    }

    JsonArray list() {
      return new JsonArray(text());
    }

    String message() {
      return json().getString("message");
    }

    /** The type of an error of the identity service. */
    String type() {
      return json().getString("__type");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }

  /** What one token does. */
  record Session(CloudFixture fixture, String token) {
    Answer api(String method, String path, String body) {
      return fixture.send(
          fixture
              .request(path)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    static JsonObject details(String name, String md5, long size) {
      return new JsonObject()
          .put("storage_type", "backup")
          .put("filename", name)
          .put("md5", md5)
          .put("size", size)
          .put("metadata", METADATA);
    }

    Answer details(JsonObject wanted) {
      return api("GET", "/files/upload_details", wanted.encode());
    }

    /** A PUT to the address that the details of an upload are. */
    HttpRequest.Builder put(JsonObject details, byte[] content) {
      HttpRequest.Builder request =
          fixture
              .request(details.getString("url"))
              .PUT(HttpRequest.BodyPublishers.ofByteArray(content));
      for (Map.Entry<String, Object> header : details.getJsonObject("headers")) {
        request.header(header.getKey(), header.getValue().toString());
      }
      return request;
    }

    Answer upload(String name, byte[] content) {
      JsonObject details = details(details(name, md5(content), content.length)).json();
      return fixture.send(put(details, content));
    }

    JsonArray list(boolean clearCache) {
      return api("GET", "/v2/files/backup?clearCache=" + clearCache, "").list();
    }

    Answer downloadDetails(String name) {
      return api("GET", "/files/download_details/backup/" + name, "");
    }

    Answer download(String name) {
      return fixture.send(fixture.request(downloadDetails(name).json().getString("url")));
    }

    Answer delete(String name) {
      return api(
          "DELETE",
          "/files",
          new JsonObject().put("storage_type", "backup").put("filename", name).encode());
    }
  }
}
