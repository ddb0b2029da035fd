package org.homekeep.app.story;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second implementation of SecureTar 2 and of tar, written from the specification and the JDK's
 * cipher alone: small, whole files in memory, and of no use but to check the first one.
 */
public final class IndependentSecureTar {
  private static final int BLOCK = 512;
  private static final int HEADER = 48;

  private IndependentSecureTar() {}

  /** The members of the configuration of an encrypted archive: name → content. */
  static Map<String, byte[]> decrypt(Path archive, String key) throws Exception {
    byte[] part = members(Files.readAllBytes(archive)).get("homeassistant.tar.gz");
    ByteBuffer header = ByteBuffer.wrap(part, 0, HEADER);
    byte[] magic = new byte[9];
    header.get(magic);
    expect(Arrays.equals(magic, "SecureTar".getBytes(US_ASCII)), "no magic");
    expect(header.get() == 2, "not version 2");
    header.position(16);
    long size = header.getLong();
    byte[] salt = Arrays.copyOfRange(part, 32, HEADER);
    byte[] aesKey = hashed(key.getBytes(UTF_8));
    byte[] salted = Arrays.copyOf(aesKey, 32);
    System.arraycopy(salt, 0, salted, 16, 16);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(aesKey, "AES"), new IvParameterSpec(hashed(salted)));
    byte[] plain = cipher.doFinal(part, HEADER, part.length - HEADER);
    expect(plain.length == size, "the header says %d, there are %d".formatted(size, plain.length));
    return members(gunzip(plain));
  }

  /** The members of the configuration of an archive that is not encrypted. */
  public static Map<String, byte[]> plain(Path archive) throws IOException {
    return members(gunzip(members(Files.readAllBytes(archive)).get("homeassistant.tar.gz")));
  }

  private static byte[] hashed(byte[] start) throws GeneralSecurityException {
    byte[] value = start;
    for (int i = 0; i < 100; i++) {
      value = MessageDigest.getInstance("SHA-256").digest(value);
    }
    return Arrays.copyOf(value, 16);
  }

  private static byte[] gunzip(byte[] packed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static Map<String, byte[]> members(byte[] tar) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    String longName = "";
    int at = 0;
    while (at + BLOCK <= tar.length && tar[at] != 0) {
      int size = Integer.parseInt(field(tar, at + 124, 12).trim(), 8);
      byte[] body = Arrays.copyOfRange(tar, at + BLOCK, at + BLOCK + size);
      char type = (char) tar[at + 156];
      if (type == 'x') {
        longName = paxPath(body);
      } else {
        String prefix = field(tar, at + 345, 155);
        String name = field(tar, at, 100);
        String whole = prefix.isEmpty() ? name : prefix + "/" + name;
        String used = longName.isEmpty() ? whole : longName;
        found.put(used.startsWith("./") ? used.substring(2) : used, body);
        longName = "";
      }
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return found;
  }

  private static String paxPath(byte[] body) {
    for (String line : new String(body, UTF_8).lines().toList()) {
      int key = line.indexOf(" path=");
      if (key > 0) {
        return line.substring(key + " path=".length());
      }
    }
    return "";
  }

  private static String field(byte[] tar, int at, int length) {
    int end = at;
    while (end < at + length && tar[end] != 0) {
      end++;
    }
    return new String(tar, at, end - at, UTF_8);
  }

  private static void expect(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
