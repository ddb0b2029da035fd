package org.homekeep.core.diagnostics;

/** A finished diagnostics document still holds a secret and is not shown. */
final class UnsafeDiagnosticsException extends Exception {

  UnsafeDiagnosticsException() {
    super(
        "The diagnostics were withheld because a secret was found in them. Report this to the owner of the integration.");
  }
}
