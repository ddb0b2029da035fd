package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Worker;

/**
 * Issues and checks the tokens of users, JWTs by RS256; touched on its context only, as a worker
 * does what computes. Each token has a generation, and those of earlier ones have run out.
 */
final class Issuer {
  static final Duration VALIDITY = Duration.ofHours(1);
  static final String ID = "id";
  static final String ACCESS = "access";
  private static final String ALGORITHM = "RS256";
  private static final String GENERATION = "homekeep:generation";
  private static final int BITS = 2048;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final CloudDisk disk;
  private final Worker worker;
  private final EmulatorClock clock;
  private final KeyPair keys;
  private final String keyId;
  private long generation;

  private Issuer(
      CloudDisk disk,
      Worker worker,
      EmulatorClock clock,
      KeyPair keys,
      String keyId,
      long generation) {
    this.disk = disk;
    this.worker = worker;
    this.clock = clock;
    this.keys = keys;
    this.keyId = keyId;
    this.generation = generation;
  }

  /** Reads the key, or makes one. Blocks. */
  static Issuer load(CloudDisk disk, Worker worker, EmulatorClock clock) throws IOException {
    try {
      Optional<JsonObject> stored = disk.read(disk.issuer());
      if (stored.isPresent()) {
        JsonObject json = stored.get();
        KeyFactory factory = KeyFactory.getInstance("RSA");
        KeyPair keys =
            new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(json.getBinary("public"))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(json.getBinary("private"))));
        return new Issuer(
            disk, worker, clock, keys, json.getString("id"), json.getLong("generation"));
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      Issuer issuer =
          new Issuer(
              disk, worker, clock, generator.generateKeyPair(), UUID.randomUUID().toString(), 0);
      disk.write(disk.issuer(), issuer.toJson());
      return issuer;
    } catch (GeneralSecurityException broken) {
      throw new IOException(
          "issuer.json has no key of RSA; the directory was changed by something else.", broken);
    }
  }

  /** The tokens that a user gets, as {@code AuthenticationResult} has them. */
  Future<JsonObject> issue(User user, String baseUrl) {
    long now = clock.now().getEpochSecond();
    JsonObject common =
        new JsonObject()
            .put("sub", user.id())
            .put("iss", baseUrl + "/" + Identity.POOL_ID)
            .put("auth_time", now)
            .put("iat", now)
            .put("exp", now + VALIDITY.toSeconds())
            .put("jti", UUID.randomUUID().toString())
            .put(GENERATION, generation);
    JsonObject id =
        common
            .copy()
            .put("token_use", ID)
            .put("aud", Identity.CLIENT_ID)
            .put("cognito:username", user.id())
            .put("email", user.email())
            .put("email_verified", user.confirmed());
    user.subscribedUntil().ifPresent(date -> id.put("custom:sub-exp", date));
    JsonObject access =
        common
            .copy()
            .put("token_use", ACCESS)
            .put("client_id", Identity.CLIENT_ID)
            .put("username", user.id())
            .put("scope", "aws.cognito.signin.user.admin");
    return worker.run(
        () ->
            new JsonObject()
                .put("IdToken", signed(id))
                .put("AccessToken", signed(access))
                .put("ExpiresIn", VALIDITY.toSeconds())
                .put("TokenType", "Bearer"));
  }

  /**
   * The id of the user that a token was issued to.
   *
   * @param use {@link #ID} or {@link #ACCESS}
   * @return fails with {@link CloudError} 401 when the token is none of ours, or too old
   */
  Future<String> check(String token, String use) {
    return worker.run(() -> claims(token)).map(claims -> checked(claims, use));
  }

  private String checked(JsonObject claims, String use) {
    if (!use.equals(claims.getString("token_use"))) {
      throw refused("Unauthorized");
    }
    if (clock.now().getEpochSecond() >= claims.getLong("exp")
        || claims.getLong(GENERATION) < generation) {
      throw refused("The incoming token has expired");
    }
    return claims.getString("sub");
  }

  private JsonObject claims(String token) throws GeneralSecurityException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw refused("Unauthorized");
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      boolean ours =
          ALGORITHM.equals(json(parts[0]).getString("alg"))
              && signature.verify(Base64.getUrlDecoder().decode(parts[2]));
      if (!ours) {
        throw refused("Unauthorized");
      }
      return json(parts[1]);
    } catch (IllegalArgumentException | DecodeException | SignatureException broken) {
      throw refused("Unauthorized");
    }
  }

  private static CloudError refused(String message) {
    return CloudError.api(401, message);
  }

  private static JsonObject json(String part) {
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
  }

  private String signed(JsonObject claims) throws GeneralSecurityException {
    JsonObject header = new JsonObject().put("kid", keyId).put("alg", ALGORITHM).put("typ", "JWT");
    String content = encoded(header) + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + BASE64.encodeToString(signature.sign());
  }

  private static String encoded(JsonObject json) {
    return BASE64.encodeToString(json.toBuffer().getBytes());
  }

  /** Lets every token run out now. */
  Future<Void> expireAll() {
    generation++;
    JsonObject document = toJson();
    return worker.change(() -> disk.write(disk.issuer(), document));
  }

  /** The public key as JWKS. */
  JsonObject publicKeys() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kid", keyId)
                        .put("kty", "RSA")
                        .put("alg", ALGORITHM)
                        .put("use", "sig")
                        .put("n", unsigned(key.getModulus()))
                        .put("e", unsigned(key.getPublicExponent()))));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int zero = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, zero, bytes.length));
  }

  private JsonObject toJson() {
    return new JsonObject()
        .put("id", keyId)
        .put("generation", generation)
        .put("public", keys.getPublic().getEncoded())
        .put("private", keys.getPrivate().getEncoded());
  }
}
