package org.homekeep.core.frontend.directory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a browser lets Home Assistant's pages do; ARCHITECTURE.md says why. */
final class PagePolicy {
  /** What somebody put into {@code www} is looked at, and does nothing by itself. */
  static final String LOCAL =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src"
          + " 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
          + " sandbox";

  /** Of scripts that run by themselves, too: workers have the policy of their own file. */
  static final String FILE = of("");

  private PagePolicy() {}

  /** Of a document: what comes from here runs, and its inline scripts just as they are. */
  static String ofDocument(String html) {
    StringBuilder hashes = new StringBuilder();
    for (String script : InlineScripts.of(html)) {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      hashes
          .append(" 'sha256-")
          .append(Base64.getEncoder().encodeToString(Sha256.of(bytes)))
          .append('\'');
    }
    return of(hashes.toString());
  }

  private static String of(String hashes) {
    return "default-src 'none'; script-src 'self'"
        + hashes
        + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self';"
        + " font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
        + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
  }
}
