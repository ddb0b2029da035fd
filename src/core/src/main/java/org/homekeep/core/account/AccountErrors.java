package org.homekeep.core.account;

import io.vertx.core.Future;
import java.util.Optional;
import org.homekeep.core.auth.AccountException;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.TooManyLoginsException;
import org.homekeep.core.auth.User;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.wire.WireException;

/** What clients get for a change of an account that is refused (framework.md §2.5). */
final class AccountErrors {
  private AccountErrors() {}

  /** The same, with a refusal in the form that clients know. */
  static <T> Future<T> wired(Future<T> change) {
    return change.recover(failure -> Future.failedFuture(wire(failure)));
  }

  /** The user that a command is about. Fails with the code. */
  static Future<User> require(AuthManager auth, String userId, String code) {
    return auth.user(userId)
        .map(Future::succeededFuture)
        .orElseGet(() -> fail(code, "User not found"));
  }

  /**
   * Lets only the owner do something to the owner: an administrator could take the hub over with
   * it.
   */
  static Future<User> requireMayChange(User caller, User user) {
    return user.isOwner() && !caller.isOwner() ? unauthorized() : Future.succeededFuture(user);
  }

  static <T> Future<T> unauthorized() {
    return fail(WireException.UNAUTHORIZED, "Unauthorized");
  }

  static <T> Future<T> fail(String code, String message) {
    return Future.failedFuture(new WireException(code, message));
  }

  private static Throwable wire(Throwable failure) {
    String message = Optional.ofNullable(failure.getMessage()).orElse("");
    if (failure instanceof AccountException refused) {
      return new WireException(code(refused.reason()), message, failure);
    }
    return failure instanceof TooManyLoginsException || failure instanceof NotSavedException
        ? new WireException(WireException.HOME_ASSISTANT_ERROR, message, failure)
        : failure;
  }

  private static String code(AccountException.Reason reason) {
    return switch (reason) {
      case USER_NOT_FOUND -> WireException.NOT_FOUND;
      case CREDENTIALS_NOT_FOUND -> "credentials_not_found";
      case PASSWORD_WRONG -> "invalid_current_password";
      case SYSTEM_GENERATED -> "cannot_modify_system_generated";
      case OWNER_STAYS_ACTIVE -> "cannot_deactivate_owner";
      case OWNER_STAYS -> "cannot_delete_owner";
      case OWN_ACCOUNT -> "no_self_delete";
      case GROUP_NOT_FOUND, PASSWORD_UNUSABLE -> WireException.INVALID_FORMAT;
      case CREDENTIALS_EXIST,
          USER_NAME_TAKEN,
          USER_NAME_UNUSABLE,
          LAST_LOGIN,
          SECOND_FACTOR_EXISTS,
          SECOND_FACTOR_NOT_FOUND ->
          WireException.HOME_ASSISTANT_ERROR;
    };
  }
}
