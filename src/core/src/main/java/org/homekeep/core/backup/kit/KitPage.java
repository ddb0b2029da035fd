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
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex">
        <title>Backup emergency kit</title>
        <style>%s</style>
        </head>
        <body>
        <h1>Backup emergency kit</h1>
        <p>Whoever has this key and one of the backups can read everything in it. Without the key nobody can, not even you.
        Keep this page away from the machine that makes the backups.</p>
        <div class="key">%s<code>%s</code></div>
        <dl>
        <dt>Home</dt><dd>%s</dd>
        <dt>Address</dt><dd>%s</dd>
        <dt>Printed</dt><dd>%s</dd>
        <dt>Fingerprint</dt><dd><code>%s</code>%s</dd>
        </dl>
        <h2>When everything is lost</h2>
        <ol>
        <li>Get one of the backups back: a file that ends in <code>.tar</code>, from your disk or from the storage service. You need your login there.</li>
        <li>Set up Homekeep or Home Assistant on the new machine, give it the file as a backup to restore, and type in the key above.
        Capital letters and dashes belong to it.</li>
        <li>No machine at hand, or it does not work? On any computer with Java 17:
        <code>./homekeep archive extract BACKUP.tar --kit KIT.txt --to DIRECTORY</code>. It needs no network. KIT.txt is a text file
        with the line <code>Encryption key:</code> and the key below it.</li>
        </ol>
        <p>Once a year: take this page, restore the newest backup into an empty directory, and see that it is all there.</p>
        <h2>%s</h2>
        %s
        </body>
        </html>
        """
        .formatted(
            STYLE,
            QrSvg.of(kit.key().reveal())
                .replace("<svg ", "<svg role=\"img\" aria-label=\"The key as a QR code\" "),
            grouped(kit.key().reveal()),
            escape(kit.instance()),
            escape(kit.url()),
            escape(kit.date()),
            kit.fingerprint().text(),
            kit.old() ? " (an earlier key; new backups have another one)" : "",
            kit.backups().isEmpty() ? "This key opens no backup yet" : "What this key opens",
            table(kit));
  }

  /** Seven groups break where a group ends. */
  private static String grouped(String key) {
    return escape(key).replace("-", "-<wbr>");
  }

  private static String table(EmergencyKit kit) {
    if (kit.backups().isEmpty()) {
      return "<p>Print this page again after the next backup.</p>" + unknown(kit);
    }
    StringBuilder rows =
        new StringBuilder(
            "<table><tr><th>Backup</th><th>Made</th><th>Kept at</th><th>Size</th></tr>\n");
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
                            Plain.size(each.size()))));
    rows.append("</table>\n");
    if (kit.backups().size() > MOST_LISTED) {
      rows.append(
          "<p>and %d older ones; the text kit lists them.</p>\n"
              .formatted(kit.backups().size() - MOST_LISTED));
    }
    return rows + unknown(kit);
  }

  private static String unknown(EmergencyKit kit) {
    return kit.unknown() == 0
        ? ""
        : "<p>Of %d more encrypted backups it is not known which key opens them.</p>\n"
            .formatted(kit.unknown());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
