package org.homekeep.core.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a single text of a translation may hold (framework.md §7.1). */
final class TextRules {
  private static final Pattern HTML = Pattern.compile("<\\s*/?\\s*[A-Za-z!][^<>]*>");
  private static final Pattern URL = Pattern.compile("(?i)\\b(?:[a-z][a-z0-9+.-]*://|www\\.)");
  private static final Pattern REFERENCE = Pattern.compile("\\[%key:[^\\]]*%]");
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern QUOTED = Pattern.compile("'[^'\\s]*\\{[^{}]*}[^'\\s]*'");

  private TextRules() {}

  /** What is wrong with a text, as endings of a sentence about it. */
  static List<String> check(String text) {
    List<String> wrong = new ArrayList<>();
    if (text.isBlank()) {
      wrong.add("is empty. Write it, or leave the key out.");
      return wrong;
    }
    if (!text.equals(text.strip())) {
      wrong.add("begins or ends with a blank. Take it away.");
    }
    if (HTML.matcher(text).find()) {
      wrong.add("holds HTML, which is shown as it is. Write Markdown.");
    }
    if (URL.matcher(text).find()) {
      wrong.add("holds an address, which translators must not touch. Use a placeholder.");
    }
    Matcher reference = REFERENCE.matcher(text);
    if (reference.find()) {
      wrong.add(
          reference.matches()
              ? "refers to another text, which nobody resolves at run time. Write the text itself."
              : "refers to another text in its midst; a reference must be the whole text.");
      return wrong;
    }
    placeholders(text, wrong);
    return wrong;
  }

  private static void placeholders(String text, List<String> wrong) {
    Matcher braces = BRACES.matcher(text);
    while (braces.find()) {
      if (!IDENTIFIER.matcher(braces.group(1)).matches()) {
        wrong.add("has the placeholder {%s}, which is no name.".formatted(braces.group(1)));
      }
    }
    String rest = braces.replaceAll("");
    if (rest.contains("{") || rest.contains("}")) {
      wrong.add("has a brace without its other half.");
    }
    if (QUOTED.matcher(text).find()) {
      wrong.add("has a placeholder in single quotes, which keeps it from being filled.");
    }
  }
}
