package org.homekeep.core.diagnostics;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The ways in which a text can be read in order to find a secret in it (framework.md §14.5). */
enum Reading {
  /** Letter by letter, whatever escapes and letter case they are written in. */
  LETTERS {
    @Override
    ReadText read(String text) {
      ReadText read = new ReadText();
      int at = 0;
      while (at < text.length()) {
        at = letter(text, at, read);
      }
      return read;
    }
  },

  /** Digits of hex, whatever stands between the bytes. */
  HEX {
    @Override
    ReadText read(String text) {
      ReadText read = new ReadText();
      for (int at = 0; at < text.length(); at++) {
        char next = text.charAt(at);
        int digit = Character.digit(next, 16);
        boolean prefix =
            next == '0' && at + 1 < text.length() && (text.charAt(at + 1) | 0x20) == 'x';
        if (prefix) {
          at++;
        } else if (digit >= 0 && next < 128) {
          read.add(digit, at, at + 1);
        } else if (!isBetween(next) && next != 'x') {
          read.add(ReadText.BREAK, at, at + 1);
        }
      }
      return read;
    }
  },

  /** Bytes as decimal numbers, with or without a sign. */
  DECIMALS {
    @Override
    ReadText read(String text) {
      ReadText read = new ReadText();
      int at = 0;
      while (at < text.length()) {
        int end = at;
        while (end < text.length() && end - at < 4 && isDecimal(text.charAt(end), end == at)) {
          end++;
        }
        if (end > at && Character.isDigit(text.charAt(end - 1))) {
          read.add(Integer.parseInt(text.substring(at, end)) & 0xff, at, end);
          at = end;
        } else {
          if (!isBetween(text.charAt(at))) {
            read.add(ReadText.BREAK, at, at + 1);
          }
          at++;
        }
      }
      return read;
    }
  },

  /** Characters of base64 in any of its alphabets, in one line or many. */
  BASE64 {
    @Override
    ReadText read(String text) {
      ReadText read = new ReadText();
      for (int at = 0; at < text.length(); at++) {
        char next = text.charAt(at);
        boolean lineBreak =
            next == '\\' && at + 1 < text.length() && "rn".indexOf(text.charAt(at + 1)) >= 0;
        if (lineBreak) {
          at++;
        } else if (next == '-' || next == '_') {
          read.add(next == '-' ? '+' : '/', at, at + 1);
        } else if (!Character.isWhitespace(next) && "\\\",".indexOf(next) < 0) {
          read.add(next, at, at + 1);
        }
      }
      return read;
    }
  };

  private static final Map<String, Character> ENTITIES =
      Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "nbsp", ' ');

  private static final Map<Character, Character> ESCAPES =
      Map.of('n', '\n', 'r', '\r', 't', '\t', 'b', '\b', 'f', '\f');

  /** Reads a text. */
  abstract ReadText read(String text);

  /** A secret as {@link #LETTERS} reads it. */
  static int[] letters(String secret) {
    byte[] bytes = secret.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    int[] pieces = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pieces[i] = bytes[i] & 0xff;
    }
    return pieces;
  }

  private static boolean isBetween(char next) {
    return Character.isWhitespace(next) || ":;,._-%\\\"'[](){}|/+".indexOf(next) >= 0;
  }

  private static boolean isDecimal(char next, boolean first) {
    return (next >= '0' && next <= '9') || (first && next == '-');
  }

  /** Reads one letter, escaped in whatever way; where it ends. */
  private static int letter(String text, int at, ReadText read) {
    char next = text.charAt(at);
    if (next == '%' && number(text, at + 1, 2, 16) >= 0) {
      read.add(lower(number(text, at + 1, 2, 16)), at, at + 3);
      return at + 3;
    }
    if (next == '\\') {
      return escape(text, at, read);
    }
    if (next == '&') {
      int end = text.indexOf(';', at);
      if (end > at && end - at <= 10) {
        int code = entity(text.substring(at + 1, end));
        if (code >= 0) {
          return add(new String(Character.toChars(code)), at, end + 1, read);
        }
      }
    }
    int end = at + Character.charCount(text.codePointAt(at));
    return add(text.substring(at, end), at, end, read);
  }

  /** What follows one backslash or many: an escaped text may have been escaped again. */
  private static int escape(String text, int at, ReadText read) {
    int kind = at;
    while (kind < text.length() && text.charAt(kind) == '\\') {
      kind++;
    }
    if (kind == text.length()) {
      return backslashes(at, kind, read);
    }
    char what = text.charAt(kind);
    int code = what == 'u' ? number(text, kind + 1, 4, 16) : -1;
    if (code >= 0) {
      int low = Character.isHighSurrogate((char) code) ? lowHalf(text, kind + 5) : -1;
      if (low >= 0) {
        int end = text.indexOf('u', kind + 5) + 5;
        return add(
            new String(Character.toChars(Character.toCodePoint((char) code, (char) low))),
            at,
            end,
            read);
      }
      return add(String.valueOf((char) code), at, kind + 5, read);
    }
    if (what == 'x' && number(text, kind + 1, 2, 16) >= 0) {
      read.add(lower(number(text, kind + 1, 2, 16)), at, kind + 3);
      return kind + 3;
    }
    if (ESCAPES.containsKey(what) && (kind - at) % 2 == 1) {
      return add(String.valueOf(ESCAPES.get(what)), at, kind + 1, read);
    }
    return what == '"' || what == '/' || what == '\'' ? kind : backslashes(at, kind, read);
  }

  /** Backslashes that were doubled once or more count as one. */
  private static int backslashes(int at, int end, ReadText read) {
    read.add('\\', at, end);
    return end;
  }

  private static int lowHalf(String text, int at) {
    int kind = at;
    while (kind < text.length() && text.charAt(kind) == '\\') {
      kind++;
    }
    return kind > at && kind < text.length() && text.charAt(kind) == 'u'
        ? number(text, kind + 1, 4, 16)
        : -1;
  }

  private static int add(String letter, int begin, int end, ReadText read) {
    for (int piece : letters(letter)) {
      read.add(piece, begin, end);
    }
    return end;
  }

  private static int lower(int piece) {
    return piece < 128 ? Character.toLowerCase(piece) : piece;
  }

  private static int number(String text, int at, int digits, int radix) {
    if (at + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static int entity(String name) {
    Character known = ENTITIES.get(name.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    if (!name.startsWith("#") || name.length() < (hex ? 3 : 2)) {
      return -1;
    }
    int begin = hex ? 2 : 1;
    int code = number(name, begin, name.length() - begin, hex ? 16 : 10);
    return Character.isValidCodePoint(code) ? code : -1;
  }
}
