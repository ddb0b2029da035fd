package org.homekeep.core.frontend.directory;

/** A directory is not what Home Assistant's frontend looks like; says what is and what to do. */
public final class UnusableFrontendException extends Exception {
  UnusableFrontendException(String message) {
    super(message);
  }
}
