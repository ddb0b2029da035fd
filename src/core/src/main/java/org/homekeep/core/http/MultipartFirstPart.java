package org.homekeep.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * The first part of a {@code multipart/form-data} body, read as it comes: of any size, never held
 * in memory or on disk. Parts after it are ignored.
 */
public final class MultipartFirstPart {
  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_LINES = 32;
  private static final int LONGEST_EPILOGUE = 64 * 1024;

  private final InputStream body;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean atEnd;
  private Optional<String> fileName = Optional.empty();

  private MultipartFirstPart(InputStream body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads up to the content of the first part. Blocking.
   *
   * @param contentType of the request
   * @throws HttpException 400 when it is no such body
   * @throws IOException when the body breaks off
   */
  public static MultipartFirstPart open(InputStream body, String contentType)
      throws IOException, HttpException {
    String boundary =
        MultipartHeaders.boundary(contentType)
            .orElseThrow(() -> malformed("the content type has no boundary"));
    MultipartFirstPart part = new MultipartFirstPart(body, boundary);
    part.skipToFirstPart("--" + boundary);
    part.readHeaders();
    return part;
  }

  /** What the client calls the file. For showing; it is never a path. */
  public Optional<String> fileName() {
    return fileName;
  }

  /**
   * The content. Throws {@link ClientGoneException} when the body ends before the part does.
   * Closing it does not close the body.
   */
  public InputStream content() {
    return new Content();
  }

  private void skipToFirstPart(String opening) throws IOException, HttpException {
    for (int i = 0; i < MOST_LINES; i++) {
      String line = line().stripTrailing();
      if (line.equals(opening)) {
        return;
      }
      if (line.equals(opening + "--")) {
        throw malformed("it has no part");
      }
    }
    throw malformed("it does not begin with its boundary");
  }

  private void readHeaders() throws IOException, HttpException {
    for (int i = 0; i < MOST_LINES; i++) {
      String line = line();
      if (line.isEmpty()) {
        return;
      }
      fileName = fileName.or(() -> MultipartHeaders.fileName(line));
    }
    throw malformed("a part has too many headers");
  }

  private String line() throws IOException, HttpException {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    while (true) {
      if (position == limit && !fill()) {
        throw malformed("it ends before its content");
      }
      byte next = buffer[position++];
      if (next == '\n') {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.UTF_8);
      }
      if (length == LONGEST_LINE) {
        throw malformed("a header is too long");
      }
      line[length++] = next;
    }
  }

  /** Reads more behind what is there; false at the end of the body. */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int read = body.read(buffer, limit, buffer.length - limit);
    if (read > 0) {
      limit += read;
    }
    return read >= 0;
  }

  /** How many bytes from the position on are surely content; 0 when the delimiter stands there. */
  private int contentLength() throws IOException {
    while (true) {
      int at = position;
      while (at < limit && buffer[at] != '\r') {
        at++;
      }
      if (at > position) {
        return at - position;
      }
      // A line break, or the end of what was read: the next bytes decide. Two more than the
      // delimiter, because a longer boundary may begin with ours.
      if (limit - position >= delimiter.length + 2) {
        return isDelimiter() ? 0 : 1;
      }
      if (limit > position && !isDelimiterSoFar()) {
        return 1;
      }
      if (!fill()) {
        throw new ClientGoneException("The upload ended before the file did.");
      }
    }
  }

  private boolean isDelimiterSoFar() {
    int length = Math.min(delimiter.length, limit - position);
    for (int i = 0; i < length; i++) {
      if (buffer[position + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isDelimiter() {
    byte first = buffer[Math.min(position + delimiter.length, limit - 1)];
    byte second = buffer[Math.min(position + delimiter.length + 1, limit - 1)];
    boolean closes = first == '-' && second == '-';
    boolean goesOn = (first == '\r' && second == '\n') || first == ' ' || first == '\t';
    return isDelimiterSoFar() && (closes || goesOn);
  }

  /** So that the connection can be used again. */
  private void readEpilogue() throws IOException {
    atEnd = true;
    int total = 0;
    while (total < LONGEST_EPILOGUE) {
      total += limit - position;
      position = limit;
      if (!fill()) {
        return;
      }
    }
  }

  private static HttpException malformed(String why) {
    return new HttpException(400, "The upload is not multipart/form-data: " + why + ".");
  }

  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      int ready = atEnd ? 0 : contentLength();
      if (ready == 0) {
        if (!atEnd) {
          readEpilogue();
        }
        return -1;
      }
      int part = Math.min(ready, length);
      System.arraycopy(buffer, position, target, offset, part);
      position += part;
      return part;
    }
  }
}
