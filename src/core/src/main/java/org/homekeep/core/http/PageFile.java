package org.homekeep.core.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of the web page, ready to be sent. */
final class PageFile {
  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

  private final byte[] content;
  private final Optional<byte[]> compressed;
  private final String contentType;
  private final String etag;
  private final String contentSecurityPolicy;

  private PageFile(String name, byte[] content) {
    this.content = content;
    this.contentType = contentType(name);
    this.compressed =
        contentType.startsWith("image/png") || contentType.startsWith("font/")
            ? Optional.empty()
            : Optional.of(Gzip.of(content)).filter(smaller -> smaller.length < content.length);
    // Weak, because it is the same for the compressed form.
    this.etag = "W/\"" + sha256(content) + "\"";
    this.contentSecurityPolicy = policy(name, content);
  }

  static PageFile of(String name, byte[] content) {
    return new PageFile(name, content.clone());
  }

  static PageFile of(String name, String content) {
    return new PageFile(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Not to be changed. */
  byte[] content() {
    return content;
  }

  /** The same for whoever accepts gzip, where it is smaller; not to be changed. */
  Optional<byte[]> compressed() {
    return compressed;
  }

  String contentType() {
    return contentType;
  }

  String etag() {
    return etag;
  }

  String contentSecurityPolicy() {
    return contentSecurityPolicy;
  }

  private static String contentType(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return switch (extension) {
      case "html", "css", "svg", "txt" -> text(extension);
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "json", "webmanifest" -> "application/json";
      case "png", "gif", "webp" -> "image/" + extension;
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      default -> "application/octet-stream";
    };
  }

  private static String text(String extension) {
    return switch (extension) {
      case "svg" -> "image/svg+xml; charset=utf-8";
      case "txt" -> "text/plain; charset=utf-8";
      default -> "text/" + extension + "; charset=utf-8";
    };
  }

  /** Only what comes from here runs; an inline script, such as an import map, only as it is. */
  private static String policy(String name, byte[] content) {
    StringBuilder scripts = new StringBuilder("'self'");
    if (name.endsWith(".html")) {
      Matcher inline = INLINE_SCRIPT.matcher(new String(content, StandardCharsets.UTF_8));
      while (inline.find()) {
        byte[] script = inline.group(1).getBytes(StandardCharsets.UTF_8);
        scripts.append(" 'sha256-").append(sha256(script)).append("'");
      }
    }
    return "default-src 'none'; script-src "
        + scripts
        + "; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
        + " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
        + " require-trusted-types-for 'script'; trusted-types lit-html";
  }

  private static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
