package org.homekeep.core.backup.testing;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.HubHttpServer;

/** The real server in front of a hub's routes, without asking for a token. */
public final class HttpFront {
  private final WebClient client;
  private final int port;

  /** What came back. */
  public record Answer(int statusCode, MultiMap headers, Buffer body) {
    static Answer of(HttpResponse<Buffer> response) {
      Buffer body = response.body();
      return new Answer(
          response.statusCode(), response.headers(), body == null ? Buffer.buffer() : body);
    }

    public String getHeader(String name) {
      return String.valueOf(headers.get(name));
    }

    public String bodyAsString() {
      return body.toString();
    }

    public JsonObject bodyAsJsonObject() {
      return body.toJsonObject();
    }
  }

  private HttpFront(WebClient client, int port) {
    this.client = client;
    this.port = port;
  }

  public static HttpFront of(BackupHub hub) throws Exception {
    AuthManager auth = hub.async(() -> AuthManager.load(hub.runtime(), hub.storage()));
    HubHttpServer server =
        hub.onContext(
            () -> {
              HubHttpServer created =
                  new HubHttpServer(hub.runtime(), auth, HttpOptions.standard());
              for (MemoryRoutes.Added each : hub.routes().added()) {
                created.add(each.method(), each.path(), Access.PUBLIC, each.body(), each.handler());
              }
              return created;
            });
    int port = hub.async(() -> server.listen("127.0.0.1", 0));
    return new HttpFront(WebClient.create(hub.vertx()), port);
  }

  public Answer get(String path) throws Exception {
    return Answer.of(
        client.request(HttpMethod.GET, port, "127.0.0.1", path).send().await(60, TimeUnit.SECONDS));
  }

  public Answer get(String path, String header, String value) throws Exception {
    return Answer.of(
        client
            .request(HttpMethod.GET, port, "127.0.0.1", path)
            .putHeader(header, value)
            .send()
            .await(60, TimeUnit.SECONDS));
  }

  public Answer upload(String path, String fileName, Buffer content) throws Exception {
    // By hand: a client with manners would not send some of the names.
    Buffer form =
        Buffer.buffer("--edge\r\nContent-Disposition: form-data; name=\"any\"; filename=\"")
            .appendString(fileName.replace("\\", "\\\\"))
            .appendString("\"\r\nContent-Type: application/x-tar\r\n\r\n")
            .appendBuffer(content)
            .appendString("\r\n--edge--\r\n");
    return upload(path, form);
  }

  /** Sends a form whose parts are separated by {@code --edge}, as it is. */
  public Answer upload(String path, Buffer form) throws Exception {
    return Answer.of(
        client
            .request(HttpMethod.POST, port, "127.0.0.1", path)
            .putHeader("Content-Type", "multipart/form-data; boundary=edge")
            .sendBuffer(form)
            .await(60, TimeUnit.SECONDS));
  }
}
