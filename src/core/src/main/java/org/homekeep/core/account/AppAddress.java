package org.homekeep.core.account;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.homekeep.api.Secret;

/** What a QR code tells an authenticator app: whose secret it is, and the secret. */
final class AppAddress {
  private static final String ISSUER = "Homekeep";

  private AppAddress() {}

  static String of(String username, Secret secret) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
        .formatted(ISSUER, encoded(username), secret.reveal(), ISSUER);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
