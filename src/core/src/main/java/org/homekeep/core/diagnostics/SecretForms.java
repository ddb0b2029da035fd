package org.homekeep.core.diagnostics;

import io.vertx.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.homekeep.api.Secret;

/**
 * The texts in which a secret can stand in a document: itself, URL-encoded, in hex, escaped for
 * JSON, and in base64 wherever in the encoded text it begins.
 */
final class SecretForms {
  /** Below this, a piece of base64 is found in texts that have nothing to do with the secret. */
  private static final int SHORTEST_PIECE = 6;

  private SecretForms() {}

  /** Every form of a secret that is not empty. */
  static Set<String> of(Secret secret) {
    String value = secret.reveal();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(lowerEscapes(url));
    forms.add(lowerEscapes(url.replace("+", "%20")));
    String json = escaped(value);
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(escaped(json));
    if (value.length() >= 4) {
      String hex = HexFormat.of().formatHex(bytes);
      forms.add(hex);
      forms.add(hex.toUpperCase(Locale.ROOT));
    }
    base64(bytes)
        .forEach(
            piece -> {
              forms.add(piece);
              forms.add(piece.replace('+', '-').replace('/', '_'));
            });
    return forms;
  }

  /** The pieces of base64 by which a secret is known, wherever in the encoded bytes it begins. */
  static List<String> base64(byte[] secret) {
    List<String> pieces = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      addBase64(pieces, secret, offset);
    }
    return pieces;
  }

  private static String escaped(String value) {
    String quoted = Json.encode(value);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** {@code %2B} as {@code %2b}; the text around the escapes stays. */
  private static String lowerEscapes(String url) {
    StringBuilder lower = new StringBuilder(url);
    for (int i = 0; i + 2 < lower.length(); i++) {
      if (lower.charAt(i) == '%') {
        lower.setCharAt(i + 1, Character.toLowerCase(lower.charAt(i + 1)));
        lower.setCharAt(i + 2, Character.toLowerCase(lower.charAt(i + 2)));
      }
    }
    return lower.toString();
  }

  /**
   * The characters of base64 that depend on the secret alone, when it begins {@code offset} bytes
   * after a group of three: what stands before and after it changes the characters at its edges.
   */
  private static void addBase64(List<String> pieces, byte[] secret, int offset) {
    byte[] shifted = new byte[offset + secret.length];
    System.arraycopy(secret, 0, shifted, offset, secret.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int begin = (offset * 8 + 5) / 6;
    int end = shifted.length * 8 / 6;
    if (end - begin >= SHORTEST_PIECE) {
      pieces.add(encoded.substring(begin, end));
    }
  }
}
