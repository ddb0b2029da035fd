package org.homekeep.core.backup.key;

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
import java.util.stream.Stream;
import org.homekeep.api.Secret;

/** Finds the key in what people keep: an emergency kit, or a key as it was typed from paper. */
public final class KeyText {
  private static final Pattern GROUPS =
      Pattern.compile("(?<![A-Za-z0-9-])[A-Za-z0-9]{4}(-[A-Za-z0-9]{4}){6}(?![A-Za-z0-9-])");

  /** The same, and as it is copied from paper. */
  private static final Pattern SPACED = Pattern.compile("[A-Za-z0-9]{4}([ -][A-Za-z0-9]{4}){6}");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
  private static final Pattern SYMBOLS = Pattern.compile("[A-Z0-9]{28}");
  private static final String LABEL = "encryption key:";
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final char MARK = '\ufeff';

  private KeyText() {}

  /** The text of a file, whatever editor has saved it; nothing when it is no text. */
  public static Optional<String> decode(byte[] bytes) {
    Charset charset = StandardCharsets.UTF_8;
    try {
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
    } catch (CharacterCodingException notThisOne) {
      return charset.equals(StandardCharsets.UTF_8) ? ofOldEditor(bytes) : Optional.empty();
    }
  }

  private static Optional<String> ofOldEditor(byte[] bytes) {
    String text = new String(bytes, WINDOWS);
    boolean isText =
        text.chars().allMatch(c -> !Character.isISOControl(c) || "\t\r\n\f".indexOf(c) >= 0);
    return isText ? Optional.of(text) : Optional.empty();
  }

  /**
   * The keys in an emergency kit: what stands below its labels, or in a kit of another language all
   * that looks like a key.
   */
  public static List<Secret> inKit(String kit) {
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
        String beside = lines.get(i).substring(LABEL.length());
        Stream.concat(Stream.of(beside), lines.stream().skip(i + 1L))
            .filter(line -> WORD.matcher(line).find())
            .findFirst()
            .ifPresent(line -> keys.add(keyIn(line.strip())));
      }
    }
    return keys;
  }

  /** A line is a password, unless there is something in it that looks like a key. */
  private static String keyIn(String line) {
    Matcher matcher = GROUPS.matcher(line);
    return matcher.find() ? matcher.group() : line;
  }

  /** The key that a text is when it is one of seven groups; small letters are no mistake. */
  public static Optional<Secret> groups(String text) {
    return SPACED.matcher(text.strip()).matches() ? Optional.of(typed(text)) : Optional.empty();
  }

  /** Whether a text is more than a key alone, and there is a key in it. */
  public static boolean isKit(String text) {
    return text.lines().filter(line -> !line.isBlank()).count() > 1 && !inKit(text).isEmpty();
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
  public static List<Secret> fromPaper(String text) {
    return distinct(typed(text).reveal(), text);
  }

  /**
   * What a file or a variable may mean that holds a key alone: as it stands there but for the end
   * of its line, without blanks around it, or as it is typed from paper.
   */
  public static List<Secret> alone(String text) {
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
