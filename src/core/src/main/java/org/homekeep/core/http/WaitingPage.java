package org.homekeep.core.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A page that says what is going on and looks by itself whether that is over. It loads nothing. */
final class WaitingPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #f5f6f2; --ink: #1c2a2b; --soft: #566567 }
      @media (prefers-color-scheme: dark) { :root { --page: #111718; --ink: #e6ecea; --soft: #9fb0b0 } }
      body { margin: 0; min-height: 100vh; display: grid; place-content: center; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
      main { width: min(38rem, 100vw - 2.5rem) }
      h1 { margin: 0 0 .5rem; font-size: clamp(1.7rem, 1.2rem + 2.2vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em }
      p { margin: 0 0 1rem; color: var(--soft); font-size: 1.1rem }
      """;

  /** Between this and what comes next there is a moment in which nobody answers. */
  private static final String SCRIPT =
      """
      const look = async () => {
        try {
          const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "application/json" } });
          if (answer.status !== 503) return location.reload();
          document.querySelector("p").textContent = (await answer.json()).message;
        } catch {}
        setTimeout(look, 3000);
      };
      setTimeout(look, 3000);
      """;

  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(digest(STYLE), digest(SCRIPT));

  private WaitingPage() {}

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String of(String title, String words) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <noscript><meta http-equiv="refresh" content="10"></noscript>
        <style>%3$s</style>
        <script>%4$s</script>
        </head>
        <body><main><h1>%1$s</h1><p role="status">%2$s</p></main></body>
        </html>
        """
        .formatted(plain(title), plain(words), STYLE, SCRIPT);
  }

  private static String plain(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
