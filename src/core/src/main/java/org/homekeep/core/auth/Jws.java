package org.homekeep.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.Secret;

/** Signed claims: HS256 and nothing else, at most 8192 bytes (framework.md §2.1). */
final class Jws {
  private static final JWSHeader HEADER =
      new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();
  private static final int LONGEST = 8192;

  /** How far the clocks of those may differ who look at an access token. */
  static final Duration LEEWAY = Duration.ofSeconds(10);

  /** So that a token of an unknown issuer takes as long to refuse as a forged one. */
  private static final Secret KEY_OF_NOBODY = Secret.of("0".repeat(128));

  private Jws() {}

  /**
   * Signs and checks once, which loads hundreds of classes: on the event loop, the first request
   * would hold up all others. Blocking.
   */
  static boolean prepare() {
    Instant now = Instant.EPOCH;
    String token =
        sign(new JWTClaimsSet.Builder().issuer(""), KEY_OF_NOBODY, now, now.plusSeconds(1));
    return verify(token, issuer -> Optional.of(KEY_OF_NOBODY), now, LEEWAY).isPresent();
  }

  static String sign(JWTClaimsSet.Builder claims, Secret key, Instant issued, Instant expires) {
    SignedJWT jwt =
        new SignedJWT(
            HEADER, claims.issueTime(Date.from(issued)).expirationTime(Date.from(expires)).build());
    try {
      jwt.sign(new MACSigner(bytes(key)));
    } catch (JOSEException unusableKey) {
      throw new IllegalStateException("The key of a token is too short to sign with.", unusableKey);
    }
    return jwt.serialize();
  }

  /**
   * The claims, if the issuer's key signed them and they are valid now.
   *
   * @param leeway for how long before and after
   */
  static Optional<JWTClaimsSet> verify(
      String token, Function<String, Optional<Secret>> keyOfIssuer, Instant now, Duration leeway) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
        return Optional.empty();
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String issuer = Optional.ofNullable(claims.getIssuer()).orElse("");
      Optional<Secret> key = keyOfIssuer.apply(issuer);
      boolean genuine = jwt.verify(new MACVerifier(bytes(key.orElse(KEY_OF_NOBODY))));
      return genuine && key.isPresent() && isCurrent(claims, now, leeway)
          ? Optional.of(claims)
          : Optional.empty();
    } catch (ParseException | JOSEException | RuntimeException notAToken) {
      // The parser throws whatever it stumbles over, such as a NullPointerException for a JSON
      // null.
      return Optional.empty();
    }
  }

  private static boolean isCurrent(JWTClaimsSet claims, Instant now, Duration leeway) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    return issued != null
        && expires != null
        && !issued.toInstant().isAfter(now.plus(leeway))
        && expires.toInstant().isAfter(now.minus(leeway));
  }

  private static byte[] bytes(Secret key) {
    return key.reveal().getBytes(StandardCharsets.UTF_8);
  }
}
