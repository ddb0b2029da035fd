package org.homekeep.core.auth;

import java.util.Optional;

/**
 * Everything that a user is logged in with, or is about to be: what ends when an account changes.
 */
final class Sessions {
  private final RefreshTokens tokens;
  private final AuthorizationCodes codes;

  Sessions(RefreshTokens tokens, AuthorizationCodes codes) {
    this.tokens = tokens;
    this.codes = codes;
  }

  /** Ends all of a user's, and what scripts have of theirs. */
  void endAll(String userId) {
    codes.forget(userId);
    tokens.revoke(token -> token.userId().equals(userId));
  }

  /** Ends what was begun with a name and password that are no more. */
  void endThoseOf(Credential credential) {
    codes.forget(credential.userId());
    tokens.revoke(token -> token.credentialId().equals(Optional.of(credential.id())));
  }

  /** Ends what a user is logged in with, but for one session and for what scripts have. */
  void endOthers(String userId, Optional<String> keptToken) {
    codes.forget(userId);
    tokens.revoke(
        token ->
            token.userId().equals(userId)
                && token.type() == TokenType.NORMAL
                && !keptToken.equals(Optional.of(token.id())));
  }

  /** Ends the connections of a user, who may come back. */
  void disconnect(String userId) {
    tokens.all().stream()
        .filter(token -> token.userId().equals(userId))
        .forEach(token -> tokens.disconnect(token.id()));
  }
}
