package org.homekeep.integrations.cloud.srp;

/** What the service sent is no challenge that may be answered. */
public final class SrpException extends Exception {
  SrpException(String message) {
    super(message);
  }
}
