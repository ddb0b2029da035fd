package org.homekeep.core.auth;

/** Who may use a route or a command. Nothing is open unless it says so. */
public enum Access {
  /** Anyone, without a token. */
  PUBLIC,
  /** Anyone who has logged in. */
  USER,
  /** Administrators. */
  ADMIN;

  /** Whether a user who has logged in may pass. */
  public boolean allows(User user) {
    return this != ADMIN || user.isAdmin();
  }
}
