package org.homekeep.app;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what to do when an address cannot be listened on. */
final class Listening {
  private static final int LAST_RESERVED_PORT = 1023;

  private Listening() {}

  /** A sentence for a failure that has to do with host and port, else empty. */
  static Optional<String> explain(Throwable failure, String host, int port) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return Optional.of(
            "There is no host '%s'. Give an address of this machine with --host, such as 127.0.0.1, or 0.0.0.0 for all."
                .formatted(host));
      }
      if (cause instanceof BindException) {
        return Optional.of(bind(String.valueOf(cause.getMessage()), host, port));
      }
      if (port != 0 && port <= LAST_RESERVED_PORT && mentions(cause, "permission denied")) {
        return Optional.of(reserved(port));
      }
    }
    return Optional.empty();
  }

  private static boolean mentions(Throwable cause, String words) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(words);
  }

  private static String bind(String reason, String host, int port) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("permission")) {
      return reserved(port);
    }
    if (lower.contains("assign")) {
      return "%s is not an address of this machine. Give one with --host, such as 127.0.0.1, or 0.0.0.0 for all."
          .formatted(host);
    }
    return "Port %d on %s is in use by another program, perhaps another Homekeep or Home Assistant. Stop that one, or choose another port with --port (0 takes any that is free)."
        .formatted(port, host);
  }

  private static String reserved(int port) {
    return "Port %d may only be used by the system administrator. Choose one above %d with --port."
        .formatted(port, LAST_RESERVED_PORT);
  }
}
