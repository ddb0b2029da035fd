package org.homekeep.core.backup.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.securetar.Randomness;

/** The vectors that the reference implementation made (test-fixtures/vectors). */
public final class Vectors {
  public static final Secret KEY = Secret.of("correct horse battery staple");

  private Vectors() {}

  public static Path path(String name) {
    return Path.of("..", "..", "test-fixtures", "vectors", name);
  }

  public static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(path(name).toFile());
  }

  public static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  public static String sha256(byte[] data) {
    return HexFormat.of().formatHex(digest(data));
  }

  public static byte[] digest(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code det(label, n)}: SHA-256 of label and counter, again and again. */
  public static byte[] deterministic(String label, int size) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    byte[] data = new byte[size];
    for (int block = 0; block * 32 < size; block++) {
      byte[] input = ByteBuffer.allocate(name.length + 4).put(name).putInt(block).array();
      byte[] digest = digest(input);
      System.arraycopy(digest, 0, data, block * 32, Math.min(32, size - block * 32));
    }
    return data;
  }

  /** Gives exactly these bytes, once. */
  public static Randomness scripted(byte[]... draws) {
    int total = Arrays.stream(draws).mapToInt(draw -> draw.length).sum();
    ByteBuffer all = ByteBuffer.allocate(total);
    Arrays.stream(draws).forEach(all::put);
    all.flip();
    return all::get;
  }
}
