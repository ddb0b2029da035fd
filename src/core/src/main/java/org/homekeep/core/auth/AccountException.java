package org.homekeep.core.auth;

/** Why an account is not changed; the message is a sentence for people. */
public final class AccountException extends Exception {
  private final Reason reason;

  /** What stands in the way. */
  public enum Reason {
    USER_NOT_FOUND,
    CREDENTIALS_NOT_FOUND,
    CREDENTIALS_EXIST,
    USER_NAME_TAKEN,
    USER_NAME_UNUSABLE,
    PASSWORD_UNUSABLE,
    PASSWORD_WRONG,
    GROUP_NOT_FOUND,
    SYSTEM_GENERATED,
    OWNER_STAYS_ACTIVE,
    OWNER_STAYS,
    OWN_ACCOUNT,
    LAST_LOGIN,
    SECOND_FACTOR_EXISTS,
    SECOND_FACTOR_NOT_FOUND
  }

  AccountException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
