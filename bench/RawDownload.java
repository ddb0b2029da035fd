import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches an archive from a hub into a file by a plain socket, as a native program would: a Java
 * HTTP client takes more of the processor than the hub that is measured.
 */
final class RawDownload {
  private static final Pattern HEAD =
      Pattern.compile(
          "HTTP/1\\.1 200 .*\r\ncontent-length: (\\d+)\r\n.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final String HEAD_END = "\r\n\r\n";
  private static final int BUFFER = 1 << 18;

  private final HubClient hub;

  RawDownload(HubClient hub) {
    this.hub = hub;
  }

  /** Fetches the copy of a backup as it is into a new file. */
  void of(String backupId, String agentId, Path file) throws IOException {
    URI address = hub.address();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (SocketChannel socket =
            SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        FileChannel target =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
              .formatted(
                  HubClient.archivePath(backupId, agentId),
                  address.getAuthority(),
                  hub.authorization());
      socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      long left = head(socket, buffer);
      while (true) {
        buffer.flip();
        left -= buffer.remaining();
        while (buffer.hasRemaining()) {
          target.write(buffer);
        }
        buffer.clear();
        if (left == 0) {
          return;
        }
        more(socket, buffer);
      }
    }
  }

  /** Reads the head, leaves what came behind it in the buffer, and gives the length of the body. */
  private static long head(SocketChannel socket, ByteBuffer buffer) throws IOException {
    String head = "";
    while (!head.contains(HEAD_END)) {
      more(socket, buffer);
      head = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
    }
    int end = head.indexOf(HEAD_END) + HEAD_END.length();
    Matcher answer = HEAD.matcher(head.substring(0, end));
    if (!answer.matches()) {
      throw new IOException("The hub does not give the archive: " + head.substring(0, end));
    }
    buffer.flip().position(end);
    buffer.compact();
    return Long.parseLong(answer.group(1));
  }

  private static void more(SocketChannel socket, ByteBuffer buffer) throws IOException {
    if (socket.read(buffer) < 0) {
      throw new EOFException("The hub broke off.");
    }
  }
}
