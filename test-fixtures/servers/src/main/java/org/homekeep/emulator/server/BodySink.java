package org.homekeep.emulator.server;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file being received, with its digests; blocks, and is used by one thread at a time. Zeros are
 * passed over, so that they take no room where the disk can do without them.
 *
 * <p>What comes behind the announced content is kept apart: the SHA-1 of the form {@code
 * hex_digits_at_end}.
 */
public final class BodySink {
  private static final String SHA1 = "SHA-1";
  private static final String MD5 = "MD5";
  private static final int BLOCK = 4_096;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final Path file;
  private final FileChannel channel;
  private final List<MessageDigest> digests;
  private final StringBuilder trailer = new StringBuilder();
  private long missing;

  private BodySink(Path file, FileChannel channel, long size, List<String> algorithms) {
    this.file = file;
    this.channel = channel;
    this.missing = size;
    this.digests = algorithms.stream().map(BodySink::digest).toList();
  }

  /** Begins a file with the digests SHA-1 and MD5. */
  public static BodySink create(Path file, long size) throws IOException {
    return create(file, size, List.of(SHA1, MD5));
  }

  /** Begins a file with these digests. */
  public static BodySink create(Path file, long size, List<String> digests) throws IOException {
    return new BodySink(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE),
        size,
        digests);
  }

  public void write(Buffer bytes) throws IOException {
    byte[] array = bytes.getBytes();
    int content = (int) Math.min(missing, array.length);
    digests.forEach(digest -> digest.update(array, 0, content));
    for (int at = 0; at < content; at += BLOCK) {
      int length = Math.min(BLOCK, content - at);
      if (isZero(array, at, length)) {
        channel.position(channel.position() + length);
      } else {
        writeAll(ByteBuffer.wrap(array, at, length));
      }
    }
    missing -= content;
    trailer.append(new String(array, content, array.length - content, StandardCharsets.ISO_8859_1));
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static boolean isZero(byte[] array, int at, int length) {
    return Arrays.equals(array, at, at + length, ZEROS, 0, length);
  }

  /** Ends the file and says what came. */
  public Received finish() throws IOException {
    long size = channel.position();
    if (size > channel.size()) {
      // What was passed over at the end.
      channel.position(size - 1);
      writeAll(ByteBuffer.allocate(1));
    }
    channel.close();
    return new Received(
        file,
        size,
        digests.stream()
            .collect(
                Collectors.toMap(
                    MessageDigest::getAlgorithm,
                    digest -> HexFormat.of().formatHex(digest.digest()))),
        trailer.toString());
  }

  /** Forgets what came. */
  public void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  public static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("This Java has no " + algorithm, impossible);
    }
  }

  /** A received body: where it is, its size, its digests in hex, and what came behind it. */
  public record Received(Path file, long size, Map<String, String> digests, String trailer) {
    /** The SHA-1 in hex, when it was wanted. */
    public String sha1() {
      return digests.getOrDefault(SHA1, "");
    }

    /** The MD5 in hex, when it was wanted. */
    public String md5() {
      return digests.getOrDefault(MD5, "");
    }
  }
}
