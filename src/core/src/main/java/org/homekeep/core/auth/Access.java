package org.homekeep.core.auth;

/**
 * Who may use a route or a command. Nothing is open unless it says so.
 *
 * <p>The groups of Home Assistant map to it like this: {@code system-read-only} passes {@link
 * #USER}, {@code system-users} passes {@link #MEMBER}, too, and {@code system-admin} and the owner
 * pass all.
 */
public enum Access {
  /** Anyone, without a token. */
  PUBLIC,
  /** Anyone who has logged in: for looking, and for what concerns one's own account alone. */
  USER,
  /** Users who may act, and not only look. */
  MEMBER,
  /** Administrators. */
  ADMIN;

  /** What those hear who may not pass. */
  public String refusal() {
    return this == ADMIN
        ? "Only an administrator may do this."
        : "This account may look, and not do anything.";
  }

  /** Whether a user who has logged in may pass. */
  public boolean allows(User user) {
    return switch (this) {
      case PUBLIC, USER -> true;
      case MEMBER -> user.mayAct();
      case ADMIN -> user.isAdmin();
    };
  }
}
