package org.homekeep.core.backup.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.homekeep.api.Secret;

/**
 * What tells keys of one hub apart without showing them: 16 hex digits.
 *
 * <p>It stands in the readable part of archives, so whoever has one could guess keys against it.
 * Each guess costs as much as one against SecureTar 3 does, and some ten thousand times as much as
 * one against SecureTar 2; the hub's id as its salt keeps tables of passwords from working.
 */
public record KeyFingerprint(String text) {
  /** The key of {@code extra_metadata} under which new backups have it. */
  public static final String METADATA_KEY = "homekeep.key";

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");
  private static final int BYTES = 8;
  private static final int PASSES = 8;
  private static final int MEMORY_KIB = 16 * 1024;

  public KeyFingerprint {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("A fingerprint has 16 hex digits.");
    }
  }

  /** The fingerprint that a text from outside is, if it is one. */
  public static Optional<KeyFingerprint> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new KeyFingerprint(text)) : Optional.empty();
  }

  /** Calculates it. Takes about a tenth of a second and 16 MiB, on purpose; for a worker. */
  static KeyFingerprint of(Secret key, String instanceId) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withIterations(PASSES)
            .withMemoryAsKB(MEMORY_KIB)
            .withParallelism(1)
            .withAdditional(METADATA_KEY.getBytes(StandardCharsets.US_ASCII))
            .withSalt(instanceId.getBytes(StandardCharsets.UTF_8))
            .build());
    byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
    byte[] hash = new byte[BYTES];
    argon2.generateBytes(bytes, hash);
    Arrays.fill(bytes, (byte) 0);
    return new KeyFingerprint(HexFormat.of().formatHex(hash));
  }

  @Override
  public String toString() {
    return text;
  }
}
