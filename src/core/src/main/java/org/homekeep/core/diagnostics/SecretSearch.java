package org.homekeep.core.diagnostics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;

/** Finds secrets in texts, in whatever way they are written there. */
final class SecretSearch {
  /** Shorter ones are in texts that have nothing to do with them. */
  private static final int SHORTEST = 4;

  private final Map<Reading, List<int[]>> wanted = new EnumMap<>(Reading.class);

  SecretSearch(Collection<Secret> secrets) {
    for (Reading reading : Reading.values()) {
      wanted.put(reading, new ArrayList<>());
    }
    for (Secret secret : secrets) {
      want(Reading.LETTERS, Reading.letters(secret.reveal()));
      add(secret.reveal().getBytes(StandardCharsets.UTF_8));
      add(secret.reveal().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void add(byte[] bytes) {
    int[] digits = new int[bytes.length * 2];
    int[] numbers = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      numbers[i] = bytes[i] & 0xff;
      digits[2 * i] = numbers[i] >> 4;
      digits[2 * i + 1] = numbers[i] & 0xf;
    }
    want(Reading.HEX, digits);
    want(Reading.DECIMALS, numbers);
    SecretForms.base64(bytes).forEach(piece -> want(Reading.BASE64, piece.chars().toArray()));
  }

  private void want(Reading reading, int[] pieces) {
    if (pieces.length >= SHORTEST) {
      wanted.getOrDefault(reading, List.of()).add(pieces);
    }
  }

  /** Whether a text holds a secret. */
  boolean foundIn(String text) {
    return wanted.entrySet().stream()
        .anyMatch(
            entry -> {
              ReadText read = entry.getKey().read(text);
              return entry.getValue().stream().anyMatch(pieces -> read.find(pieces, 0).isPresent());
            });
  }

  /** The text with a mark in the place of every secret. */
  String redact(String text) {
    if (!foundIn(text)) {
      return text;
    }
    String clean = text;
    for (Map.Entry<Reading, List<int[]>> entry : wanted.entrySet()) {
      for (int[] pieces : entry.getValue()) {
        clean = redact(clean, entry.getKey(), pieces);
      }
    }
    return clean;
  }

  private static String redact(String text, Reading reading, int[] pieces) {
    ReadText read = reading.read(text);
    StringBuilder clean = new StringBuilder();
    int done = 0;
    Optional<ReadText.Place> place = read.find(pieces, 0);
    while (place.isPresent()) {
      clean.append(text, done, place.get().begin()).append(Secret.REDACTED);
      done = place.get().end();
      place = read.find(pieces, done);
    }
    return done == 0 ? text : clean.append(text, done, text.length()).toString();
  }
}
