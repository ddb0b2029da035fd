package org.homekeep.core.auth;

/** More passwords are waiting to be checked than a home has use for. */
public final class TooManyLoginsException extends Exception {

  TooManyLoginsException() {
    super("Too many logins are under way at once. Wait a few seconds and try again.");
  }
}
