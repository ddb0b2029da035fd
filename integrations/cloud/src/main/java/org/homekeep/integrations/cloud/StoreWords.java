package org.homekeep.integrations.cloud;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the store behind the service says when it refuses (b2-and-cloud.md §B.4). */
final class StoreWords {
  private static final Pattern MESSAGE =
      Pattern.compile("<Message>(.*?)</Message>", Pattern.DOTALL);

  private StoreWords() {}

  /** The message of an error in XML, else all of what was said. */
  static String of(String body) {
    Matcher matcher = MESSAGE.matcher(body);
    return matcher.find() ? unescaped(matcher.group(1)) : body.strip();
  }

  private static String unescaped(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
