package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.http.MultipartFirstPart;
import org.homekeep.core.http.RequestInputStream;
import org.homekeep.core.http.ResponseOutputStream;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of any size, in both directions, in constant memory. */
class StreamingTest {
  private static final long LARGE = 300L * 1024 * 1024;
  private static final byte[] CONTENT = content();
  private static final String BOUNDARY = "----a-boundary-0815";

  @TempDir Path directory;
  private WebHub hub;
  private Worker worker;
  private final Promise<Throwable> broken = Promise.promise();
  private final AtomicLong written = new AtomicLong();

  private static byte[] content() {
    byte[] bytes = new byte[200_003];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    hub = new WebHub(directory, WebsocketLimits.standard(), this::routes);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void routes(HubHttpServer server, CommandTable commands) {
    server.add(HttpMethod.GET, "/test/large", Access.PUBLIC, BodyMode.NONE, this::download);
    server.add(HttpMethod.GET, "/test/copied", Access.PUBLIC, BodyMode.NONE, this::copied);
    server.add(HttpMethod.GET, "/test/torn", Access.PUBLIC, BodyMode.NONE, this::torn);
    server.add(HttpMethod.GET, "/test/missing", Access.PUBLIC, BodyMode.NONE, this::missing);
    server.add(HttpMethod.POST, "/test/upload", Access.PUBLIC, BodyMode.STREAM, this::upload);
    server.add(HttpMethod.POST, "/test/refuse", Access.USER, BodyMode.STREAM, this::upload);
  }

  private Worker worker() {
    if (worker == null) {
      worker = hub.runtime.worker("test", 2);
    }
    return worker;
  }

  private Future<HttpAnswer> download(ApiRequest request) {
    return ResponseOutputStream.send(
            hub.runtime.context(),
            worker(),
            request.raw().response(),
            Duration.ofSeconds(Long.parseLong(request.query("stall").orElse("30"))),
            out -> writeLarge(out, written))
        .onFailure(broken::tryComplete);
  }

  private Future<HttpAnswer> copied(ApiRequest request) {
    return ResponseOutputStream.send(
        hub.runtime.context(),
        worker(),
        request.raw().response(),
        out -> {
          out.write(1);
          out.writeAll(new ByteArrayInputStream(CONTENT));
          out.write(2);
        });
  }

  private Future<HttpAnswer> torn(ApiRequest request) {
    return ResponseOutputStream.send(
        hub.runtime.context(),
        worker(),
        request.raw().response(),
        out -> {
          out.write(new byte[1_000_000]);
          throw new IOException("torn on purpose");
        });
  }

  private Future<HttpAnswer> missing(ApiRequest request) {
    request.raw().response().putHeader("Content-Length", "1000000");
    return ResponseOutputStream.send(
        hub.runtime.context(),
        worker(),
        request.raw().response(),
        out -> {
          out.write(1);
          throw new HttpException(404, "No such file.");
        });
  }

  private Future<HttpAnswer> upload(ApiRequest request) {
    RequestInputStream body = RequestInputStream.open(hub.runtime.context(), request.raw());
    String contentType = request.raw().getHeader("Content-Type");
    return worker()
        .run(
            () -> {
              try (body) {
                MultipartFirstPart part = MultipartFirstPart.open(body, contentType);
                CRC32 sum = new CRC32();
                long size = read(part.content(), sum);
                return HttpAnswer.ok(
                    new JsonObject()
                        .put("name", part.fileName().orElse(""))
                        .put("size", size)
                        .put("crc", sum.getValue()));
              }
            })
        .onFailure(broken::tryComplete);
  }

  @Test
  void a_large_body_goes_out_whole() throws IOException {
    CRC32 expected = new CRC32();
    writeLarge(
        new OutputStream() {
          @Override
          public void write(int value) {
            expected.update(value);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            expected.update(bytes, offset, length);
          }
        },
        new AtomicLong());
    HttpURLConnection connection = connect("/test/large");
    CRC32 sum = new CRC32();
    try (InputStream body = connection.getInputStream()) {
      assertThat(read(body, sum)).isEqualTo(LARGE);
    }
    assertThat(sum.getValue()).isEqualTo(expected.getValue());
  }

  @Test
  void a_stream_goes_out_between_other_bytes() throws IOException {
    byte[] body;
    try (InputStream in = connect("/test/copied").getInputStream()) {
      body = in.readAllBytes();
    }

    assertThat(body).hasSize(CONTENT.length + 2).startsWith(1).endsWith(2);
    assertThat(Arrays.copyOfRange(body, 1, body.length - 1)).isEqualTo(CONTENT);
  }

  @Test
  void a_writer_hears_that_its_client_has_gone() throws IOException {
    try (Socket socket = socket()) {
      ask(socket, "/test/large");
      assertThat(socket.getInputStream().readNBytes(500_000)).hasSize(500_000);
    }
    assertThat(WebHub.await(broken.future())).isInstanceOf(IOException.class);
    assertThat(written.get()).isLessThan(LARGE);
  }

  @Test
  void a_client_that_takes_nothing_is_given_up_and_costs_little_memory() throws IOException {
    try (Socket socket = socket()) {
      ask(socket, "/test/large?stall=1");
      assertThat(WebHub.await(broken.future()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has not taken anything");
    }
    // What the system's own buffers take, and the bounded queue.
    assertThat(written.get()).isLessThan(20L * 1024 * 1024);
  }

  @Test
  void half_a_body_is_not_taken_for_a_whole_one() throws IOException {
    HttpURLConnection connection = connect("/test/torn");
    assertThatThrownBy(
            () -> {
              try (InputStream body = connection.getInputStream()) {
                read(body, new CRC32());
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void an_error_before_the_first_byte_is_still_answered() {
    var answer = hub.get("/test/missing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("No such file.");
  }

  @Test
  void a_large_upload_comes_in_whole() throws IOException {
    HttpURLConnection connection = connect("/test/upload");
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(128 * 1024);
    connection.setRequestProperty("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    CRC32 sum = new CRC32();
    try (OutputStream out = connection.getOutputStream()) {
      out.write(opening("backup \\\"1\\\".tar").getBytes(StandardCharsets.UTF_8));
      writeLarge(
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              sum.update(value);
              out.write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              sum.update(bytes, offset, length);
              out.write(bytes, offset, length);
            }
          },
          new AtomicLong());
      out.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream body = connection.getInputStream()) {
      JsonObject answer = new JsonObject(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(answer.getLong("size")).isEqualTo(LARGE);
      assertThat(answer.getLong("crc")).isEqualTo(sum.getValue());
      assertThat(answer.getString("name")).isEqualTo("backup \"1\".tar");
    }
  }

  @Test
  void a_reader_hears_that_its_client_has_gone() throws IOException {
    try (Socket socket = socket()) {
      socket
          .getOutputStream()
          .write(
              ("POST /test/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n"
                      + "Content-Type: multipart/form-data; boundary="
                      + BOUNDARY
                      + "\r\n\r\n"
                      + opening("x"))
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[100_000]);
    }
    assertThat(WebHub.await(broken.future())).isInstanceOf(IOException.class);
  }

  @Test
  void an_upload_that_ends_before_its_file_does_is_refused() {
    var answer =
        WebHub.await(
            hub.request(HttpMethod.POST, "/test/upload")
                .putHeader("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .sendBuffer(Buffer.buffer(opening("x") + "half a file")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("message"))
        .contains("ended before the file did");
  }

  @Test
  void a_refused_upload_is_answered_before_it_has_been_sent() throws IOException {
    try (Socket socket = socket()) {
      socket
          .getOutputStream()
          .write(
              "POST /test/refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertThat(answer).isEqualTo("HTTP/1.1 401");
    }
  }

  @Test
  void content_may_look_like_the_boundary() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {"\r", "\n", "\r\n", "--", "\r\n--", "\r\n--B", "\r\n--Bo", "\r\n--Boo", "x"};
    for (int round = 0; round < 500; round++) {
      StringBuilder content = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        content.append(pieces[random.nextInt(pieces.length)]);
      }
      // What is a whole delimiter ends the content, so that must not be in it.
      String expected =
          content.toString().replace("\r\n--Bo\r\n", "\r\n--Box").replace("\r\n--Bo--", "\r\n--Box")
              + ".";
      String body =
          "--Bo\r\n"
              + "Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''%C3%A4.tar\r\n\r\n"
              + expected
              + "\r\n--Bo--\r\n";
      MultipartFirstPart part =
          MultipartFirstPart.open(
              new Dribble(body, random), "multipart/form-data; boundary=\"Bo\"");
      assertThat(new String(part.content().readAllBytes(), StandardCharsets.UTF_8))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(expected);
      assertThat(part.fileName()).contains("ä.tar");
    }
  }

  @Test
  void what_is_no_upload_is_named() {
    for (String[] bodyAndType :
        new String[][] {
          {"x", "application/json"},
          {"x", "multipart/form-data"},
          {"", "multipart/form-data; boundary=B"},
          {"--B--\r\n", "multipart/form-data; boundary=B"},
          {"--B\r\nX: " + "y".repeat(10_000), "multipart/form-data; boundary=B"},
          {"--B\r\n" + "X: y\r\n".repeat(100), "multipart/form-data; boundary=B"},
          {"line\r\n".repeat(100), "multipart/form-data; boundary=B"}
        }) {
      InputStream body =
          new ByteArrayInputStream(bodyAndType[0].getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(() -> MultipartFirstPart.open(body, bodyAndType[1]))
          .isInstanceOfSatisfying(
              HttpException.class, refused -> assertThat(refused.status()).isEqualTo(400));
    }
  }

  private static String opening(String fileName) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + fileName
        + "\"\r\nContent-Type: application/x-tar\r\n\r\n";
  }

  private static void writeLarge(OutputStream out, AtomicLong count) throws IOException {
    byte[] block = new byte[100_000];
    new Random(42).nextBytes(block);
    for (long left = LARGE; left > 0; left -= block.length) {
      int part = (int) Math.min(left, block.length);
      out.write(block, 0, part);
      count.addAndGet(part);
      block[(int) (left % block.length)]++;
    }
  }

  private static long read(InputStream in, CRC32 sum) throws IOException {
    byte[] block = new byte[64 * 1024];
    long size = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      sum.update(block, 0, read);
      size += read;
    }
    return size;
  }

  private HttpURLConnection connect(String path) throws IOException {
    return (HttpURLConnection)
        URI.create("http://127.0.0.1:" + hub.port + path).toURL().openConnection();
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void ask(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Gives a few bytes at a time, so that every split of the delimiter is met. */
  private static final class Dribble extends InputStream {
    private final InputStream bytes;
    private final Random random;

    Dribble(String text, Random random) {
      this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(4)));
    }
  }
}
