package org.homekeep.core.auth;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.AccountException.Reason;
import org.homekeep.core.storage.NotSavedException;

/**
 * The names and passwords that users log in with: gives them, changes them, takes them away.
 * Touched on the hub's context alone.
 *
 * <p>Every change fails with {@link AccountException} when it may not be, with {@link
 * TooManyLoginsException} when too many passwords wait, with {@link NotSavedException} when the
 * disk does not take it, and succeeds when it is on the disk.
 */
public final class LocalLogins {
  private final Users users;
  private final LocalPasswords passwords;
  private final Sessions sessions;
  private final AuthStore.Saving saving;
  private final AccountChanges changes;

  /** Names that are about to get their first password, which takes a while. */
  private final Set<String> reserved = new HashSet<>();

  LocalLogins(
      Users users,
      LocalPasswords passwords,
      Sessions sessions,
      AuthStore.Saving saving,
      AccountChanges changes) {
    this.users = users;
    this.changes = changes;
    this.passwords = passwords;
    this.sessions = sessions;
    this.saving = saving;
  }

  /** Gives a user a name and a password to log in with. */
  public Future<Void> add(User user, String username, Secret password) {
    if (user.systemGenerated()) {
      return fail(Reason.SYSTEM_GENERATED, "The hub's own users cannot log in.");
    }
    if (users.localCredentialOf(user).isPresent()) {
      return fail(Reason.CREDENTIALS_EXIST, "%s has a user name already.".formatted(user.name()));
    }
    try {
      requireFree(username);
      requirePassword(password);
    } catch (AccountException refused) {
      return Future.failedFuture(refused);
    }
    String name = UserName.normalize(username);
    reserved.add(name);
    return passwords
        .hash(password)
        .compose(hash -> changes.make(() -> keepLogin(user, name, hash)))
        .onComplete(done -> reserved.remove(name));
  }

  private Future<Void> keepLogin(User user, String name, Secret hash) {
    // Gone while the password was hashed, or given one by somebody else.
    if (users.user(user.id()).isEmpty()) {
      return fail(Reason.USER_NOT_FOUND, "User not found");
    }
    if (users.localCredentialOf(user).isPresent()) {
      return fail(Reason.CREDENTIALS_EXIST, "%s has a user name already.".formatted(user.name()));
    }
    users.put(Credential.local(user.id(), name));
    // The name first: after a crash in between, an administrator can set a password for it.
    return Future.join(saving.save(), passwords.keep(name, hash)).mapEmpty();
  }

  /** Takes a name and its password away; its user stays, and what was logged in with it ends. */
  public Future<Void> remove(String username) {
    return changes.make(() -> removeLogin(username));
  }

  private Future<Void> removeLogin(String username) {
    Optional<Credential> credential = users.localCredentialOf(username);
    if (credential.isEmpty()) {
      // A password that nobody logs in with would keep its name taken.
      return passwords.has(username) ? passwords.remove(username) : noCredentials();
    }
    boolean ofOwner = users.user(credential.get().userId()).filter(User::isOwner).isPresent();
    if (ofOwner) {
      return fail(
          Reason.LAST_LOGIN, "The owner would not be able to log in any more. Change the name.");
    }
    // The password first: after a crash in between, the name can be removed again.
    Future<Void> forgotten = forgetPassword(credential.get());
    users.remove(credential.get());
    sessions.endThoseOf(credential.get());
    return Future.join(forgotten, saving.save()).mapEmpty();
  }

  /**
   * Sets a new password, if the old one is right, and ends all other sessions of the user.
   *
   * @param keptToken the session that goes on
   */
  public Future<Void> changePassword(User user, Secret current, Secret changed, String keptToken) {
    Optional<String> username = users.localCredentialOf(user).flatMap(Credential::username);
    if (username.isEmpty()) {
      return noCredentials();
    }
    return passwords
        .check(username.get(), current)
        .compose(
            right ->
                right.isPresent()
                    ? setPassword(user, changed, Optional.of(keptToken))
                    : fail(Reason.PASSWORD_WRONG, "Invalid current password"));
  }

  /** Sets a new password for somebody who lost it, and ends all sessions of the user. */
  public Future<Void> setPassword(User user, Secret changed) {
    return setPassword(user, changed, Optional.empty());
  }

  private Future<Void> setPassword(User user, Secret changed, Optional<String> keptToken) {
    Optional<String> username = users.localCredentialOf(user).flatMap(Credential::username);
    if (username.isEmpty()) {
      return noCredentials();
    }
    try {
      requirePassword(changed);
    } catch (AccountException refused) {
      return Future.failedFuture(refused);
    }
    return passwords
        .hash(changed)
        .compose(hash -> changes.make(() -> keepPassword(user, hash, keptToken)));
  }

  /** The name may be another one by now, or the user be gone. */
  private Future<Void> keepPassword(User user, Secret hash, Optional<String> keptToken) {
    return users
        .localCredentialOf(user)
        .flatMap(Credential::username)
        .map(name -> change(user, name, hash, keptToken))
        .orElseGet(LocalLogins::noCredentials);
  }

  /**
   * What the old password has opened is closed in the same moment, and for good when it is saved.
   */
  private Future<Void> change(User user, String name, Secret hash, Optional<String> keptToken) {
    Future<Void> kept = passwords.keep(name, hash);
    sessions.endOthers(user.id(), keptToken);
    return Future.join(kept, saving.save()).mapEmpty();
  }

  /** Changes the name that a user logs in with; the password stays. */
  public Future<Void> changeUsername(User user, String username) {
    return changes.make(() -> rename(user, username));
  }

  private Future<Void> rename(User user, String username) {
    Optional<Credential> credential = users.localCredentialOf(user);
    Optional<String> before = credential.flatMap(Credential::username);
    if (credential.isEmpty() || before.isEmpty()) {
      return noCredentials();
    }
    try {
      requireFree(username);
    } catch (AccountException refused) {
      return Future.failedFuture(refused);
    }
    users.put(credential.get().withUsername(username));
    // Two documents, and the password of both names in between: whichever a crash leaves, the user
    // can log in.
    return passwords
        .copy(before.get(), username)
        .compose(copied -> saving.save())
        .compose(saved -> passwords.remove(before.get()));
  }

  Future<Void> forgetPassword(Credential credential) {
    return credential.username().map(passwords::remove).orElseGet(Future::succeededFuture);
  }

  private void requireFree(String username) throws AccountException {
    UserName.requireUsable(username);
    UserName.requireNormalized(username);
    if (users.localCredentialOf(username).isPresent()
        || passwords.has(username)
        || reserved.contains(UserName.normalize(username))) {
      throw new AccountException(
          Reason.USER_NAME_TAKEN,
          "The user name %s is taken. Choose another one.".formatted(username));
    }
  }

  static void requirePassword(Secret password) throws AccountException {
    if (password.isEmpty()) {
      throw new AccountException(Reason.PASSWORD_UNUSABLE, "Enter a password.");
    }
    if (password.reveal().indexOf('\0') >= 0) {
      throw new AccountException(
          Reason.PASSWORD_UNUSABLE, "The password has a character that nobody can type.");
    }
  }

  private static <T> Future<T> noCredentials() {
    return fail(Reason.CREDENTIALS_NOT_FOUND, "Credentials not found");
  }

  private static <T> Future<T> fail(Reason reason, String message) {
    return Future.failedFuture(new AccountException(reason, message));
  }
}
