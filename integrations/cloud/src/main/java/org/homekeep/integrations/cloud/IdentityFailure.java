package org.homekeep.integrations.cloud;

import java.util.Map;
import java.util.Optional;

/**
 * Why the identity service did not let somebody in, with the code and the status that clients know
 * (b2-and-cloud.md §B.3).
 */
enum IdentityFailure {
  UNAUTHENTICATED(
      "unauthenticated",
      401,
      "The e-mail address or the password is wrong. Try again; if both are right, check the clock"
          + " of this machine."),
  DISABLED(
      "userdisabled",
      400,
      "This account is locked. Ask the support of Home Assistant Cloud to unlock it."),
  USER_NOT_FOUND(
      "usernotfound", 400, "There is no account with this e-mail address. Check it, or register."),
  NOT_CONFIRMED(
      "usernotconfirmed",
      400,
      "The e-mail address is not confirmed yet. Open the link in the message that you got."),
  USER_EXISTS(
      "userexists", 400, "There is an account with this e-mail address already. Log in with it."),
  PASSWORD_CHANGE_REQUIRED(
      "passwordchangerequired",
      400,
      "The password must be changed before anybody can log in with it. Ask for a new one."),
  MFA_REQUIRED("mfarequired", 401, "Give the code of your authenticator app as well."),
  WRONG_CODE(
      "invalidtotpcode",
      400,
      "The code is wrong, or was used before. Wait for the next one and try again."),
  MFA_NOT_STARTED(
      "mfaexpiredornotstarted",
      400,
      "The login has taken too long. Begin again with the password."),
  NOT_REGISTERED(
      "notregistered", 400, "Nobody waits to be logged in. Register, or log in with a password."),
  ALREADY_LOGGED_IN("alreadyloggedin", 400, "Somebody is logged in already. Log out first."),
  TOO_MANY_REQUESTS(
      "toomanyrequests", 502, "There were too many tries. Wait a few minutes and try again."),
  INVALID(
      "invalidparameter",
      400,
      "Home Assistant Cloud does not take what was entered. Check the e-mail address, and that it"
          + " was confirmed by the link in the message that you got."),
  INVALID_PASSWORD(
      "invalidpassword",
      400,
      "Home Assistant Cloud does not take this password. Choose one of at least eight characters."),
  WRONG_CLOCK(
      "wrongclock",
      400,
      "Home Assistant Cloud takes no login from a machine whose clock is wrong. Set the clock of"
          + " this machine and try again."),
  UNREACHABLE(
      "timeouterror",
      502,
      "Unable to reach the Home Assistant Cloud. Check the network connection and the clock of this"
          + " machine, and try again."),
  UNKNOWN(
      "unknown_error",
      502,
      "Home Assistant Cloud answers what nobody understands. Try again later.");

  private static final Map<String, IdentityFailure> BY_TYPE =
      Map.ofEntries(
          Map.entry("NotAuthorizedException", UNAUTHENTICATED),
          Map.entry("UserNotFoundException", USER_NOT_FOUND),
          Map.entry("UserNotConfirmedException", NOT_CONFIRMED),
          Map.entry("UsernameExistsException", USER_EXISTS),
          Map.entry("PasswordResetRequiredException", PASSWORD_CHANGE_REQUIRED),
          Map.entry("CodeMismatchException", WRONG_CODE),
          Map.entry("ExpiredCodeException", WRONG_CODE),
          Map.entry("TooManyRequestsException", TOO_MANY_REQUESTS),
          Map.entry("LimitExceededException", TOO_MANY_REQUESTS),
          Map.entry("InvalidParameterException", INVALID),
          Map.entry("InvalidPasswordException", INVALID_PASSWORD));

  private final String code;
  private final int status;
  private final String sentence;

  IdentityFailure(String code, int status, String sentence) {
    this.code = code;
    this.status = status;
    this.sentence = sentence;
  }

  /** By the type of an error of the service, which may have a name space before a hash sign. */
  static Optional<IdentityFailure> ofType(String type) {
    return Optional.ofNullable(BY_TYPE.get(type.substring(type.indexOf('#') + 1)));
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }
}
