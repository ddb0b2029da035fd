package org.homekeep.core.auth;

import io.vertx.core.Future;
import java.util.List;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.AccountException.Reason;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.storage.NotSavedException;

/**
 * Makes, changes and removes users. What a change takes from a user is gone at once: tokens, links
 * and connections. Touched on the hub's context alone.
 *
 * <p>Every change fails with {@link AccountException} when it may not be, with {@link
 * NotSavedException} when the disk does not take it, and succeeds when it is on the disk.
 */
public final class UserDirectory {
  private final Users users;
  private final LocalPasswords passwords;
  private final LocalLogins logins;
  private final SecondFactors secondFactors;
  private final Sessions sessions;
  private final AuthStore.Saving saving;
  private final AccountChanges changes;

  private boolean ownerIsBeingMade;

  UserDirectory(
      Users users,
      LocalPasswords passwords,
      LocalLogins logins,
      SecondFactors secondFactors,
      Sessions sessions,
      AuthStore.Saving saving,
      AccountChanges changes) {
    this.users = users;
    this.changes = changes;
    this.passwords = passwords;
    this.logins = logins;
    this.secondFactors = secondFactors;
    this.sessions = sessions;
    this.saving = saving;
  }

  /** Whether someone can log in: the first user has been made. */
  boolean hasUsers() {
    return users.all().stream().anyMatch(user -> !user.systemGenerated());
  }

  /**
   * Makes the first user, who owns the hub. Of several calls one succeeds; the others fail with
   * {@link OwnerExistsException}.
   */
  Future<Credential> createOwner(String name, String username, Secret password) {
    if (hasUsers() || ownerIsBeingMade) {
      return Future.failedFuture(new OwnerExistsException());
    }
    try {
      DisplayName.requireUsable(name);
      UserName.requireUsable(UserName.normalize(username));
      LocalLogins.requirePassword(password);
    } catch (AccountException unusable) {
      return Future.failedFuture(unusable);
    }
    ownerIsBeingMade = true;
    return passwords
        .hash(password)
        .compose(hash -> changes.make(() -> keepOwner(name, username, hash)))
        .onComplete(done -> ownerIsBeingMade = false);
  }

  private Future<Credential> keepOwner(String name, String username, Secret hash) {
    User owner = new User(HexId.next(), name, true, true, false, false, List.of(User.ADMIN_GROUP));
    Credential credential = Credential.local(owner.id(), username);
    users.put(owner);
    users.put(credential);
    // The password first: after a crash in between, the hub has no user and makes one.
    return passwords.keep(username, hash).compose(kept -> saving.save()).map(credential);
  }

  /** Makes a user who cannot log in yet. */
  public Future<User> create(String name, List<String> groupIds, boolean localOnly) {
    try {
      DisplayName.requireUsable(name);
      requireGroups(groupIds);
    } catch (AccountException refused) {
      return Future.failedFuture(refused);
    }
    User user = new User(HexId.next(), name, false, true, false, localOnly, groupIds);
    return changes.make(
        () -> {
          users.put(user);
          return saving.save().map(user);
        });
  }

  /**
   * Changes a user. Who is not active any more loses all tokens; who may do less from now on is
   * disconnected, and comes back with what is left.
   */
  public Future<User> update(User user, User.Change change) {
    return changes.make(
        () ->
            users
                .user(user.id())
                .map(current -> updateNow(current, change))
                .orElseGet(() -> fail(Reason.USER_NOT_FOUND, "User not found")));
  }

  private Future<User> updateNow(User user, User.Change change) {
    try {
      requireMadeByPeople(user);
      if (change.name().isPresent()) {
        DisplayName.requireUsable(change.name().get());
      }
      requireGroups(change.groupIds().orElse(List.of()));
      if (user.isOwner() && !change.isActive().orElse(true)) {
        throw new AccountException(
            Reason.OWNER_STAYS_ACTIVE, "Unable to deactivate owner. Somebody must own the hub.");
      }
    } catch (AccountException refused) {
      return Future.failedFuture(refused);
    }
    User changed = user.with(change);
    users.put(changed);
    if (!changed.isActive()) {
      sessions.endAll(changed.id());
    } else if (!changed.groupIds().equals(user.groupIds())
        || changed.localOnly() != user.localOnly()) {
      sessions.disconnect(changed.id());
    }
    return saving.save().map(changed);
  }

  /** Removes a user with all tokens, names and passwords. */
  public Future<Void> delete(User user) {
    return changes.make(() -> deleteNow(user));
  }

  private Future<Void> deleteNow(User user) {
    if (user.isOwner()) {
      return fail(Reason.OWNER_STAYS, "Unable to delete the owner. Somebody must own the hub.");
    }
    if (user.systemGenerated()) {
      return systemGenerated();
    }
    // The passwords first: after a crash in between, the user can be deleted again.
    List<Future<Void>> forgotten =
        users.credentialsOf(user).stream().map(logins::forgetPassword).toList();
    users.remove(user);
    sessions.endAll(user.id());
    return Future.join(forgotten)
        .compose(done -> saving.save())
        .compose(done -> secondFactors.forget(user))
        .mapEmpty();
  }

  /** Makes a way in, which nobody has yet, one of a user's. */
  public Future<Void> link(User user, Credential credential) {
    return changes.make(() -> linkNow(user, credential));
  }

  private Future<Void> linkNow(User user, Credential credential) {
    if (users.credential(credential.id()).isPresent() || isTaken(credential)) {
      return fail(Reason.CREDENTIALS_EXIST, "Credential already linked");
    }
    users.put(credential.of(user));
    return saving.save();
  }

  /** Whether another user took the name in the meantime. */
  private boolean isTaken(Credential credential) {
    return credential.username().flatMap(users::localCredentialOf).isPresent();
  }

  private void requireGroups(List<String> groupIds) throws AccountException {
    for (String id : groupIds) {
      if (!users.hasGroup(id)) {
        throw new AccountException(
            Reason.GROUP_NOT_FOUND, "There is no group with the name that was given.");
      }
    }
  }

  private static void requireMadeByPeople(User user) throws AccountException {
    if (user.systemGenerated()) {
      throw new AccountException(
          Reason.SYSTEM_GENERATED, "Unable to update system generated users.");
    }
  }

  private static <T> Future<T> systemGenerated() {
    return fail(Reason.SYSTEM_GENERATED, "The hub's own users cannot be changed.");
  }

  private static <T> Future<T> fail(Reason reason, String message) {
    return Future.failedFuture(new AccountException(reason, message));
  }
}
