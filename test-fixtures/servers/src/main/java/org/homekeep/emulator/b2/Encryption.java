package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Params;

/**
 * Server-side encryption as far as it shows: {@code SSE-B2} is told and told again, and changes
 * nothing else; keys of customers ({@code SSE-C}) are refused.
 */
final class Encryption {
  private static final String CUSTOMER = "X-Bz-Server-Side-Encryption-Customer-Algorithm";
  private static final String ALGORITHM = "AES256";
  private static final JsonObject SSE_B2 =
      new JsonObject().put("mode", "SSE-B2").put("algorithm", ALGORITHM);

  private Encryption() {}

  /** What a call asks for, or else what its bucket has for all. */
  static JsonObject wanted(Optional<JsonObject> wanted, JsonObject otherwise) {
    if (wanted.isEmpty()) {
      return otherwise;
    }
    Params given = Params.of(wanted.get());
    String mode = given.optionalText("mode").orElse("none");
    Optional<String> algorithm = given.optionalText("algorithm");
    return switch (mode) {
      case "none" -> Bucket.NO_ENCRYPTION;
      case "SSE-B2" -> sseB2(algorithm.orElse(""));
      case "SSE-C" -> throw customerKey();
      default -> throw B2Error.badRequest("Unknown mode of server-side encryption: " + mode);
    };
  }

  /** What the headers of an upload ask for, or else what its bucket has for all. */
  static JsonObject ofHeaders(Exchange exchange, JsonObject otherwise) {
    refuseCustomerKeys(exchange);
    return exchange.header("X-Bz-Server-Side-Encryption").map(Encryption::sseB2).orElse(otherwise);
  }

  static void refuseCustomerKeys(Exchange exchange) {
    if (exchange.header(CUSTOMER).isPresent()) {
      throw customerKey();
    }
  }

  static boolean isNone(JsonObject encryption) {
    return encryption.getString("mode") == null;
  }

  private static JsonObject sseB2(String algorithm) {
    if (!algorithm.equals(ALGORITHM)) {
      throw B2Error.badRequest("The algorithm of server-side encryption must be AES256");
    }
    return SSE_B2;
  }

  private static B2Error customerKey() {
    return B2Error.badRequest("This emulator has no encryption with keys of customers (SSE-C)");
  }
}
