package org.homekeep.emulator.b2;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Random ids, keys and tokens in the shapes that the real service gives out. */
final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String KEY_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'d'yyyyMMdd_'m'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern BUCKET = Pattern.compile("[0-9a-f]{24}");
  private static final Pattern FILE =
      Pattern.compile("4_z([0-9a-f]{24})_f[12][0-9a-f]{16}_d\\d{8}_m\\d{6}_c002_v0001112_t\\d{4}");

  private Ids() {}

  static String account() {
    return hex(12);
  }

  static String bucket() {
    return hex(24);
  }

  /** A key id of 25 characters: cell, account and a number. */
  static String key(String accountId, long number) {
    return "002%s%010d".formatted(accountId, number);
  }

  /** The secret of a key, 31 characters. */
  static String applicationKey() {
    return "K002" + letters(27);
  }

  static String file(String bucketId, boolean large, Instant at) {
    return "4_z%s_f%s%s_%s_c002_v0001112_t%04d"
        .formatted(
            bucketId, large ? "2" : "1", hex(16), STAMP.format(at), RANDOM.nextInt(1, 10_000));
  }

  static String accountToken(String keyId) {
    return "4_%s_%s_acct_%s=".formatted(keyId, letters(12), letters(27));
  }

  static String uploadToken(String keyId) {
    return "4_%s_%s_upld_%s=".formatted(keyId, letters(12), letters(27));
  }

  static String downloadToken(String keyId) {
    return "3_%s_%s_dnld_%s=".formatted(keyId, hex(16), hex(24));
  }

  static boolean isBucket(String text) {
    return BUCKET.matcher(text).matches();
  }

  static boolean isFile(String text) {
    return FILE.matcher(text).matches();
  }

  /** The id of the bucket of a file, as the id of the file has it. */
  static Optional<String> bucketOf(String fileId) {
    Matcher matcher = FILE.matcher(fileId);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String hex(int digits) {
    byte[] bytes = new byte[digits / 2];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String letters(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(KEY_ALPHABET.charAt(RANDOM.nextInt(KEY_ALPHABET.length())));
    }
    return text.toString();
  }
}
