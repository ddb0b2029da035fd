package org.homekeep.core.flow;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;

/**
 * Who is on the page of another service, and what happens when they come back. Each visit has a
 * secret of its own and ends once; the oldest gives way when there are too many. Used on the hub's
 * context.
 */
public final class ExternalVisits {
  private static final int MOST = 200;
  private static final int SECRET_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Consumer<Map<String, String>>> bySecret = new LinkedHashMap<>();

  /** A visit that has begun; cancelling it forgets it. */
  record Visit(String secret, Cancellable end) {}

  /**
   * Begins a visit.
   *
   * @param returned gets what the page sent along
   */
  Visit begin(Consumer<Map<String, String>> returned) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = HexFormat.of().formatHex(bytes);
    if (bySecret.size() >= MOST) {
      bySecret.remove(bySecret.keySet().iterator().next());
    }
    bySecret.put(secret, returned);
    return new Visit(secret, () -> bySecret.remove(secret));
  }

  /** Ends a visit; false when there is none with the secret. */
  boolean end(String secret, Map<String, String> answer) {
    Optional<Consumer<Map<String, String>>> returned = Optional.ofNullable(bySecret.remove(secret));
    returned.ifPresent(consumer -> consumer.accept(answer));
    return returned.isPresent();
  }
}
