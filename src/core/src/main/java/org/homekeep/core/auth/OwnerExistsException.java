package org.homekeep.core.auth;

/** The hub has its first user already. */
public final class OwnerExistsException extends Exception {

  OwnerExistsException() {
    super("User step already done");
  }
}
