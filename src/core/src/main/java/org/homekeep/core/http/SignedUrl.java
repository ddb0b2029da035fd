package org.homekeep.core.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Principal;

/** Addresses that carry their own permission to be read (framework.md §2.5). */
public final class SignedUrl {
  private static final String PARAMETER = "authSig";

  /** A page may ask for a picture in another size than the one that was signed. */
  private static final Set<String> FREE_PARAMETERS = Set.of(PARAMETER, "width", "height");

  private SignedUrl() {}

  /**
   * The path, with a signature that lets anyone read it as the user for a while.
   *
   * @param path with its query, as a client will ask for it
   * @throws HttpException 400 when it is no path
   */
  public static String sign(AuthManager auth, Principal principal, String path, Duration lifetime)
      throws HttpException {
    RequestTarget target = RequestTarget.parse(path);
    String signature = auth.signPath(principal, target.path(), signedParameters(target), lifetime);
    return path + (path.contains("?") ? "&" : "?") + PARAMETER + "=" + signature;
  }

  static Optional<Principal> verify(AuthManager auth, RequestTarget target) {
    return target.all(PARAMETER).stream()
        .findFirst()
        .flatMap(
            signature ->
                auth.authenticateSigned(signature, target.path(), signedParameters(target)));
  }

  private static List<Map.Entry<String, String>> signedParameters(RequestTarget target) {
    return target.parameters().stream()
        .filter(each -> !FREE_PARAMETERS.contains(each.getKey()))
        .toList();
  }
}
