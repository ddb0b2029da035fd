package org.homekeep.app.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.api.Secret;

/** Finds the key in what people keep: an emergency kit, or a key as it was typed from paper. */
final class KeyText {
  private static final Pattern GROUPS =
      Pattern.compile("(?<![A-Za-z0-9-])[A-Za-z0-9]{4}(-[A-Za-z0-9]{4}){6}(?![A-Za-z0-9-])");
  private static final Pattern SYMBOLS = Pattern.compile("[A-Z0-9]{28}");
  private static final String LABEL = "encryption key:";
  private static final char MARK = '\ufeff';

  private KeyText() {}

  /** The text of a file, whatever editor has saved it; nothing when it is no text. */
  static Optional<String> decode(byte[] bytes) {
    try {
      Charset charset = StandardCharsets.UTF_8;
      if (bytes.length >= 2 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0xff + 0xfe) {
        charset = StandardCharsets.UTF_16;
      }
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean marked = !text.isEmpty() && text.charAt(0) == MARK;
      return Optional.of(marked ? text.substring(1) : text);
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  /**
   * The key in an emergency kit: what stands below its label, or in a kit of another language the
   * only thing that looks like a key.
   */
  static Optional<Secret> inKit(String kit) {
    Optional<String> labelled = labelled(kit.lines().map(String::strip).toList());
    if (labelled.isPresent()) {
      return labelled.map(KeyText::typed);
    }
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = GROUPS.matcher(kit);
    while (matcher.find()) {
      found.add(matcher.group().toUpperCase(Locale.ROOT));
    }
    return found.size() == 1 ? found.stream().findFirst().map(Secret::of) : Optional.empty();
  }

  private static Optional<String> labelled(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).toLowerCase(Locale.ROOT).startsWith(LABEL)) {
        String beside = lines.get(i).substring(LABEL.length()).strip();
        return beside.isEmpty()
            ? lines.stream().skip(i + 1L).filter(line -> !line.isEmpty()).findFirst()
            : Optional.of(beside);
      }
    }
    return Optional.empty();
  }

  /** A key from paper: small letters, spaces and missing dashes are no mistake. */
  static Secret typed(String text) {
    String symbols = text.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    if (!SYMBOLS.matcher(symbols).matches()) {
      return Secret.of(text.strip());
    }
    return Secret.of(symbols.replaceAll("(.{4})(?!$)", "$1-"));
  }

  /** A key from a file of its own, as it stands there but for the end of its line. */
  static Secret whole(String text) {
    return Secret.of(text.replaceFirst("\r?\n$", ""));
  }
}
