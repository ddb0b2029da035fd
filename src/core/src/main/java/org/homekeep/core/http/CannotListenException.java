package org.homekeep.core.http;

import java.net.BindException;
import java.util.Locale;

/** The server cannot be reached at the address that was asked for. */
public final class CannotListenException extends Exception {

  CannotListenException(String host, int port, Throwable cause) {
    super(message(host, port, cause), cause);
  }

  private static String message(String host, int port, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    if (cause instanceof BindException && reason.toLowerCase(Locale.ROOT).contains("in use")) {
      return "Port %d is in use: another program, perhaps another Homekeep or Home Assistant, listens there. Stop it, or choose another port with --port."
          .formatted(port);
    }
    return "Homekeep cannot listen on %s, port %d (%s). Choose an address of this machine with --host and a port above 1023 with --port."
        .formatted(host, port, reason);
  }
}
