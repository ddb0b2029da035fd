package org.homekeep.core.frontend.directory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in the marks of {@code index.html}, the one file of the frontend that is a template
 * (frontend.md, "How HA core serves it"): the colour of the theme, and loops over further modules
 * and scripts, of which there are none here.
 */
final class IndexTemplate {
  static final String THEME_COLOR = "#18bcf2";

  private static final Pattern LOOP =
      Pattern.compile(
          "\\{%[-+]?\\s*for\\s[^%]*%\\}.*?\\{%[-+]?\\s*endfor\\s*[-+]?%\\}", Pattern.DOTALL);
  private static final Pattern COLOR = Pattern.compile("\\{\\{-?\\s*theme_color\\s*-?\\}\\}");
  private static final Pattern MARK = Pattern.compile("\\{\\{|\\{%");

  private IndexTemplate() {}

  static String rendered(String template) {
    String withoutLoops = LOOP.matcher(template).replaceAll("");
    return COLOR.matcher(withoutLoops).replaceAll(Matcher.quoteReplacement(THEME_COLOR));
  }

  /** Whether something is left that should have been filled in. */
  static boolean hasMarks(String html) {
    return MARK.matcher(html).find();
  }
}
