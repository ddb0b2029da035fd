package org.homekeep.core.auth;

import java.util.List;

/**
 * Someone, or something, that uses the hub (framework.md §2.1).
 *
 * @param id 32 hex digits
 * @param groupIds of {@code system-admin}, {@code system-users}, {@code system-read-only}
 */
public record User(
    String id,
    String name,
    boolean isOwner,
    boolean isActive,
    boolean systemGenerated,
    boolean localOnly,
    List<String> groupIds) {
  /** The group of administrators. */
  public static final String ADMIN_GROUP = "system-admin";

  public User {
    groupIds = List.copyOf(groupIds);
  }

  /** Whether this user may do everything. */
  public boolean isAdmin() {
    return isOwner || (isActive && groupIds.contains(ADMIN_GROUP));
  }
}
