package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of the websocket that sends whatever bytes it likes, and reads when it likes. */
final class RawWebsocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
  private static final int LARGEST_SMALL = 125;
  private static final int LENGTH_OF_TWO_BYTES = 126;

  /** One frame as it came. */
  record Frame(int kind, Buffer content) {
    String text() {
      return content.toString();
    }

    int code() {
      return content.getUnsignedShort(0);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawWebsocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  static RawWebsocket connect(int port) throws IOException {
    Socket socket = new Socket();
    // Little, so that the hub notices soon that nobody reads.
    socket.setReceiveBufferSize(16 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    RawWebsocket client = new RawWebsocket(socket);
    client.out.write(
        """
        GET /api/websocket HTTP/1.1\r
        Host: hub\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.in.readUnsignedByte());
    }
    assertThat(head).startsWith("HTTP/1.1 101");
    return client;
  }

  /** A connection that has logged in. */
  static RawWebsocket connect(int port, String accessToken) throws IOException {
    RawWebsocket client = connect(port);
    client.read();
    JsonObject auth = new JsonObject().put("type", "auth").put("access_token", accessToken);
    client.send(TEXT, auth.encode().getBytes(StandardCharsets.UTF_8));
    assertThat(client.read().text()).contains("auth_ok");
    return client;
  }

  /** The bytes of a frame, with a mask of zeros. */
  static byte[] frame(int kind, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(LAST | kind);
    if (content.length <= LARGEST_SMALL) {
      bytes.write(MASKED | content.length);
    } else {
      bytes.write(MASKED | LENGTH_OF_TWO_BYTES);
      bytes.write(content.length >> 8);
      bytes.write(content.length);
    }
    bytes.writeBytes(new byte[4]);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  void send(int kind, byte[] content) throws IOException {
    out.write(frame(kind, content));
  }

  void sendBytes(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  Frame read() throws IOException {
    int kind = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    if (length == LENGTH_OF_TWO_BYTES) {
      length = in.readUnsignedShort();
    } else if (length > LENGTH_OF_TWO_BYTES) {
      length = Math.toIntExact(in.readLong());
    }
    return new Frame(kind, Buffer.buffer(in.readNBytes(length)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
