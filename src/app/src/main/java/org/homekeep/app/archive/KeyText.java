package org.homekeep.app.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
      } else if (bytes.length >= 2 && bytes[0] != 0 && bytes[1] == 0) {
        charset = StandardCharsets.UTF_16LE;
      } else if (bytes.length >= 2 && bytes[0] == 0 && bytes[1] != 0) {
        charset = StandardCharsets.UTF_16BE;
      }
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean marked = !text.isEmpty() && text.charAt(0) == MARK;
      return Optional.of(marked ? text.substring(1) : text);
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  /**
   * The keys in an emergency kit: what stands below its labels, or in a kit of another language all
   * that looks like a key.
   */
  static List<Secret> inKit(String kit) {
    Set<String> found = new LinkedHashSet<>();
    labelled(kit.lines().map(String::strip).toList())
        .forEach(key -> found.add(typed(key).reveal()));
    if (found.isEmpty()) {
      Matcher matcher = GROUPS.matcher(kit);
      while (matcher.find()) {
        found.add(matcher.group().toUpperCase(Locale.ROOT));
      }
    }
    return found.stream().map(Secret::of).toList();
  }

  private static List<String> labelled(List<String> lines) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).toLowerCase(Locale.ROOT).startsWith(LABEL)) {
        String beside = lines.get(i).substring(LABEL.length()).strip();
        if (beside.isEmpty()) {
          lines.stream()
              .skip(i + 1L)
              .filter(line -> !line.isEmpty())
              .findFirst()
              .ifPresent(keys::add);
        } else {
          keys.add(beside);
        }
      }
    }
    return keys;
  }

  /** A key from paper: small letters, spaces and missing dashes are no mistake. */
  private static Secret typed(String text) {
    String symbols = text.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    if (!SYMBOLS.matcher(symbols).matches()) {
      return Secret.of(text.strip());
    }
    return Secret.of(symbols.replaceAll("(.{4})(?!$)", "$1-"));
  }

  /** What somebody may mean who types from paper, the likeliest first; empty for nothing. */
  static List<Secret> fromPaper(String text) {
    return distinct(typed(text).reveal(), text);
  }

  /**
   * What a file or a variable may mean that holds a key alone: as it stands there but for the end
   * of its line, without blanks around it, or as it is typed from paper.
   */
  static List<Secret> alone(String text) {
    return distinct(text.replaceFirst("\r?\n$", ""), text.strip(), typed(text).reveal());
  }

  private static List<Secret> distinct(String... readings) {
    return Arrays.stream(readings)
        .filter(reading -> !reading.isBlank())
        .distinct()
        .map(Secret::of)
        .toList();
  }
}
