package org.homekeep.emulator.cloud;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Tokens;

/** Who is logged in at the account page with a browser; touched on its context only. */
final class Sessions {
  private static final Duration VALIDITY = Duration.ofHours(12);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private final Tokens<String> sessions;

  Sessions(EmulatorClock clock) {
    sessions = new Tokens<>(clock);
  }

  /** The value of a new cookie. */
  String begin(User user) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return sessions.issue(HexFormat.of().formatHex(bytes), user.id(), VALIDITY);
  }

  /** The id of the user behind a cookie. */
  Optional<String> userId(String cookie) {
    return sessions.valid(cookie);
  }

  void end(String cookie) {
    sessions.take(cookie);
  }

  void expireAll() {
    sessions.expireAll();
  }

  void clear() {
    sessions.clear();
  }
}
