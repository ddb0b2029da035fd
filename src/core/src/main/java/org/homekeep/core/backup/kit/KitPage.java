package org.homekeep.core.backup.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.homekeep.core.account.QrSvg;

/** An emergency kit as one printed page: HTML without scripts, with the key as a QR code. */
public final class KitPage {
  /** So many fit on a page beside all the rest. */
  private static final int MOST_LISTED = 10;

  private static final String STYLE =
      """
      @page { margin: 14mm }
      body { font: 10.5pt/1.4 system-ui, sans-serif; color: #000; background: #fff; max-width: 180mm; margin: 0 auto; padding: 4mm }
      h1 { font-size: 17pt; margin: 0 0 2mm }
      h2 { font-size: 12pt; margin: 5mm 0 1mm }
      p, ol, ul { margin: 1mm 0 }
      ol, ul { padding-left: 6mm }
      .key { display: flex; align-items: center; gap: 6mm; border: 2pt solid #000; padding: 3mm 5mm; margin: 4mm 0; break-inside: avoid }
      .key svg { flex: none }
      .key code { font: bold 14.5pt/1.7 ui-monospace, monospace; overflow-wrap: anywhere }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 4mm; margin: 2mm 0 }
      dt { font-weight: bold }
      dd { margin: 0; overflow-wrap: anywhere }
      table { border-collapse: collapse; width: 100%; font-size: 9pt }
      th, td { text-align: left; border-bottom: .5pt solid #888; padding: .6mm 3mm .6mm 0; overflow-wrap: anywhere; vertical-align: top }
      td:last-child, th:last-child { text-align: right; white-space: nowrap; padding-right: 0 }
      code { font-family: ui-monospace, monospace }
      """;

  /** Nothing is loaded and nothing runs; this one style sheet and nothing else is in force. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(digest(STYLE));

  private KitPage() {}

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The page. Takes some milliseconds. */
  public static String of(EmergencyKit kit) {
    KitWords words = kit.words();
    return """
    <!doctype html>
    <html lang="%s">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    <h1>%s</h1>
    <p>%s</p>
    <div class="key">%s<code>%s</code></div>
    <dl>
    <dt>%s</dt><dd>%s</dd>
    <dt>%s</dt><dd>%s</dd>
    <dt>%s</dt><dd>%s</dd>
    <dt>%s</dt><dd><code>%s</code>%s</dd>
    </dl>
    <h2>%s</h2>
    <ol>
    <li>%s</li>
    <li>%s</li>
    <li>%s</li>
    </ol>
    <p>%s</p>
    <h2>%s</h2>
    %s
    </body>
    </html>
    """
        .formatted(
            escape(words.say("page.language")),
            said(words, "title"),
            STYLE,
            said(words, "title"),
            said(words, "warning"),
            QrSvg.of(kit.key().reveal())
                .replace(
                    "<svg ",
                    "<svg role=\"img\" aria-label=\"%s\" ".formatted(said(words, "picture"))),
            grouped(kit.key().reveal()),
            said(words, "home"),
            escape(kit.instance()),
            said(words, "address"),
            escape(kit.url()),
            said(words, "printed"),
            escape(kit.date()),
            said(words, "fingerprint"),
            kit.fingerprint().text(),
            kit.old() ? " (%s)".formatted(said(words, "earlier_key")) : "",
            said(words, "when_lost"),
            said(words, "get_backup").replace("{ending}", code(".tar")),
            said(words, "set_up"),
            said(words, "by_hand")
                .replace(
                    "{command}",
                    code(
                        "./homekeep archive extract BACKUP.tar --kit KIT.txt --to "
                            + words.say("page.directory")))
                .replace("{label}", code(EmergencyKit.LABEL)),
            said(words, "try_it"),
            said(words, kit.backups().isEmpty() ? "opens_nothing" : "opens"),
            table(kit));
  }

  private static String said(KitWords words, String key) {
    return escape(words.say("page." + key));
  }

  private static String code(String text) {
    return "<code>%s</code>".formatted(escape(text));
  }

  /** Seven groups break where a group ends. */
  private static String grouped(String key) {
    return escape(key).replace("-", "-<wbr>");
  }

  private static String table(EmergencyKit kit) {
    KitWords words = kit.words();
    if (kit.backups().isEmpty()) {
      return "<p>%s</p>".formatted(said(words, "print_again")) + unknown(kit);
    }
    StringBuilder rows =
        new StringBuilder(
            "<table><tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>\n"
                .formatted(
                    said(words, "backup"),
                    said(words, "made"),
                    said(words, "kept_at"),
                    said(words, "size")));
    kit.backups().stream()
        .limit(MOST_LISTED)
        .forEach(
            each ->
                rows.append(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                        .formatted(
                            escape(each.name()),
                            escape(each.date()),
                            escape(String.join(", ", each.locations())),
                            Plain.size(each.size(), words.locale()))));
    rows.append("</table>\n");
    int older = kit.backups().size() - MOST_LISTED;
    if (older > 0) {
      rows.append("<p>%s</p>\n".formatted(escape(words.say("page.older", "count", older))));
    }
    return rows + unknown(kit);
  }

  private static String unknown(EmergencyKit kit) {
    return kit.unknown() == 0
        ? ""
        : "<p>%s</p>\n".formatted(escape(kit.words().say("page.unknown", "count", kit.unknown())));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
