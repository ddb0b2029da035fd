package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.homekeep.emulator.server.BodySink;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Worker;

/** The refresh tokens of all users, of which digests are kept; touched on its context only. */
final class RefreshTokens {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 96;

  private final CloudDisk disk;
  private final Worker worker;
  private final EmulatorClock clock;
  private final Map<String, Issued> issued = new LinkedHashMap<>();

  private RefreshTokens(CloudDisk disk, Worker worker, EmulatorClock clock) {
    this.disk = disk;
    this.worker = worker;
    this.clock = clock;
  }

  /** Reads what there is. Blocks. */
  static RefreshTokens load(CloudDisk disk, Worker worker, EmulatorClock clock) throws IOException {
    RefreshTokens tokens = new RefreshTokens(disk, worker, clock);
    for (Map.Entry<String, Object> each :
        disk.read(disk.refreshTokens()).orElse(new JsonObject())) {
      tokens.issued.put(each.getKey(), Issued.fromJson((JsonObject) each.getValue()));
    }
    return tokens;
  }

  /** Makes a token for a user. */
  Future<String> issue(String userId) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    issued.put(digest(token), new Issued(userId, clock.now().plus(VALIDITY), false));
    return save().map(token);
  }

  /** The id of the user that a token was made for. */
  String require(String token) {
    Issued found = issued.get(digest(token));
    if (found == null) {
      throw CloudError.notAuthorized("Invalid Refresh Token");
    }
    if (found.revoked()) {
      throw CloudError.notAuthorized("Refresh Token has been revoked");
    }
    if (!clock.now().isBefore(found.until())) {
      throw CloudError.notAuthorized("Refresh Token has expired");
    }
    return found.userId();
  }

  /** Lets a token do nothing any more. */
  Future<Void> revoke(String token) {
    issued.computeIfPresent(digest(token), (key, old) -> old.asRevoked());
    return save();
  }

  /** Lets all tokens of a user do nothing any more. */
  Future<Void> revokeAll(String userId) {
    issued.replaceAll((key, old) -> old.userId().equals(userId) ? old.asRevoked() : old);
    return save();
  }

  /** Forgets all tokens. */
  Future<Void> clear() {
    issued.clear();
    return save();
  }

  private Future<Void> save() {
    JsonObject document = new JsonObject();
    issued.forEach((key, it) -> document.put(key, it.toJson()));
    return worker.change(() -> disk.write(disk.refreshTokens(), document));
  }

  private static String digest(String token) {
    byte[] digest = BodySink.digest("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private record Issued(String userId, Instant until, boolean revoked) {
    Issued asRevoked() {
      return new Issued(userId, until, true);
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("user", userId)
          .put("until", until.toEpochMilli())
          .put("revoked", revoked);
    }

    static Issued fromJson(JsonObject json) {
      return new Issued(
          json.getString("user"),
          Instant.ofEpochMilli(json.getLong("until")),
          json.getBoolean("revoked"));
    }
  }
}
