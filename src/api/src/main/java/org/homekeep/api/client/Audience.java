package org.homekeep.api.client;

/** Who may use a command or a path. */
public enum Audience {
  /** Everyone who has logged in to the hub. */
  USERS,
  /** Administrators. */
  ADMINISTRATORS,
  /**
   * Whoever may make the first user of a hub, without a login, until that has been done; nobody
   * afterwards. For paths alone.
   */
  NEW_HUB
}
