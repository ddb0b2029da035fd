package org.homekeep.core.frontend.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the scripts that stand in a document itself, as a browser would. */
final class InlineScripts {
  private static final Pattern COMMENT_OR_SCRIPT =
      Pattern.compile("<!--|<script(?![a-z0-9-])", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCRIPT_END =
      Pattern.compile("</script(?![a-z0-9-])", Pattern.CASE_INSENSITIVE);
  private static final Pattern SOURCE =
      Pattern.compile("[\\s\"'/]src\\s*=", Pattern.CASE_INSENSITIVE);

  private InlineScripts() {}

  /** The text of each, with the line ends that a browser makes of them. */
  static List<String> of(String document) {
    String html = document.replace("\r\n", "\n").replace('\r', '\n');
    List<String> found = new ArrayList<>();
    Matcher begin = COMMENT_OR_SCRIPT.matcher(html);
    int at = 0;
    while (at >= 0 && begin.find(at)) {
      if (begin.group().equals("<!--")) {
        int end = html.indexOf("-->", begin.end());
        at = end < 0 ? -1 : end;
      } else {
        at = read(html, begin.end(), found);
      }
    }
    return found;
  }

  /** Reads the element whose name ends here; where to go on, or -1 when it does not end. */
  private static int read(String html, int nameEnd, List<String> found) {
    int open = endOfTag(html, nameEnd);
    Matcher end = SCRIPT_END.matcher(html);
    if (open < 0 || !end.find(open)) {
      return -1;
    }
    if (!SOURCE.matcher(html.substring(nameEnd, open)).find()) {
      found.add(html.substring(open, end.start()));
    }
    return end.end();
  }

  /** Behind the {@code >} that is in no quotes. */
  private static int endOfTag(String html, int from) {
    char quote = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return -1;
  }
}
