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
import java.util.HexFormat;

/**
 * A file being received, with its digests; blocks, and is used by one thread at a time.
 *
 * <p>What comes behind the announced content is kept apart: the SHA-1 of the form {@code
 * hex_digits_at_end}.
 */
public final class BodySink {
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest sha1 = digest("SHA-1");
  private final MessageDigest md5 = digest("MD5");
  private final StringBuilder trailer = new StringBuilder();
  private long missing;

  private BodySink(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.missing = size;
  }

  public static BodySink create(Path file, long size) throws IOException {
    return new BodySink(
        file,
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        size);
  }

  public void write(Buffer bytes) throws IOException {
    byte[] array = bytes.getBytes();
    int content = (int) Math.min(missing, array.length);
    sha1.update(array, 0, content);
    md5.update(array, 0, content);
    ByteBuffer remaining = ByteBuffer.wrap(array, 0, content);
    while (remaining.hasRemaining()) {
      channel.write(remaining);
    }
    missing -= content;
    trailer.append(new String(array, content, array.length - content, StandardCharsets.ISO_8859_1));
  }

  /** Ends the file and says what came. */
  public Received finish() throws IOException {
    long size = channel.position();
    channel.close();
    return new Received(
        file,
        size,
        HexFormat.of().formatHex(sha1.digest()),
        HexFormat.of().formatHex(md5.digest()),
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
  public record Received(Path file, long size, String sha1, String md5, String trailer) {}
}
