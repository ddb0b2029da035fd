package org.homekeep.integrations.backblazeb2;

/** An object that looks like a sidecar by its name is none. */
final class SidecarException extends Exception {
  SidecarException(String message) {
    super(message);
  }
}
