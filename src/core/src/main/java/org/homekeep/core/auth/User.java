package org.homekeep.core.auth;

import java.util.List;
import java.util.Optional;

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

  /** The group of those who use the hub and do not administer it. */
  public static final String USER_GROUP = "system-users";

  /** The group of those who look and do not touch. */
  public static final String READ_ONLY_GROUP = "system-read-only";

  /**
   * What an administrator changes of a user; what is empty stays.
   *
   * @param groupIds all groups that the user is to be in
   */
  public record Change(
      Optional<String> name,
      Optional<Boolean> isActive,
      Optional<Boolean> localOnly,
      Optional<List<String>> groupIds) {}

  public User {
    groupIds = List.copyOf(groupIds);
  }

  /** Whether this user may do everything. */
  public boolean isAdmin() {
    return isOwner || (isActive && groupIds.contains(ADMIN_GROUP));
  }

  /** Whether this user may do something, and not only look. */
  public boolean mayAct() {
    return isAdmin() || (isActive && groupIds.contains(USER_GROUP));
  }

  User with(Change change) {
    return new User(
        id,
        change.name().orElse(name),
        isOwner,
        change.isActive().orElse(isActive),
        systemGenerated,
        change.localOnly().orElse(localOnly),
        change.groupIds().orElse(groupIds));
  }
}
