package org.homekeep.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.homekeep.api.Secret;

/**
 * Links that stand for their maker for a while (framework.md §2.5). The key lives as long as the
 * process: a restart ends all links.
 */
final class SignedPaths {
  private final Clock clock;
  private final Secret key;

  SignedPaths(Clock clock, Secret key) {
    this.clock = clock;
    this.key = key;
  }

  String sign(
      String refreshTokenId,
      String path,
      List<Map.Entry<String, String>> parameters,
      Duration lifetime) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(refreshTokenId)
            .claim("path", path)
            .claim("params", pairs(parameters));
    return Jws.sign(claims, key, now, now.plus(lifetime));
  }

  /** The id of the refresh token that signed exactly this path. */
  Optional<String> verify(
      String signature, String path, List<Map.Entry<String, String>> parameters) {
    return Jws.verify(signature, issuer -> Optional.of(key), clock.instant(), Duration.ZERO)
        .filter(claims -> isFor(claims, path, parameters))
        .map(JWTClaimsSet::getIssuer);
  }

  private static boolean isFor(
      JWTClaimsSet claims, String path, List<Map.Entry<String, String>> parameters) {
    try {
      return path.equals(claims.getStringClaim("path"))
          && Objects.equals(claims.getListClaim("params"), pairs(parameters));
    } catch (ParseException otherShape) {
      return false;
    }
  }

  private static List<List<String>> pairs(List<Map.Entry<String, String>> parameters) {
    return parameters.stream().map(each -> List.of(each.getKey(), each.getValue())).toList();
  }
}
