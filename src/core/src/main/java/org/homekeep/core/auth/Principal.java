package org.homekeep.core.auth;

/**
 * The user behind a request or a connection, and the refresh token that vouches for it.
 *
 * @param refreshTokenId the id, never the token
 */
public record Principal(User user, String refreshTokenId) {}
