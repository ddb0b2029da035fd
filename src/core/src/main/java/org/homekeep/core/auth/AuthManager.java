package org.homekeep.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.StoreKey;

/**
 * The users of the hub and everything that lets them in (framework.md §2). Touched on the hub's
 * context alone.
 */
public final class AuthManager {
  /** How long an access token of a client lives. */
  public static final Duration ACCESS_TOKEN_LIFETIME = Duration.ofMinutes(30);

  /** A check takes one a quarter of a second. */
  private static final int PASSWORD_THREADS = 2;

  private static final int SIGNING_KEY_BYTES = 64;

  private final Clock clock;
  private final LocalPasswords passwords;
  private final RefreshTokens tokens;
  private final List<JsonObject> groups;
  private final Map<String, User> users = new LinkedHashMap<>();
  private final Map<String, Credential> credentials = new LinkedHashMap<>();
  private final AuthStore store;
  private final AuthorizationCodes codes;
  private final SignedPaths signedPaths;
  private final LoginThrottle throttle;
  private boolean ownerIsBeingMade;

  private AuthManager(
      HubRuntime runtime, AuthStore store, AuthDocument document, LocalPasswords passwords) {
    this.clock = runtime.clock();
    this.store = store;
    this.passwords = passwords;
    this.groups = document.groups();
    document.users().forEach(user -> users.put(user.id(), user));
    document.credentials().forEach(credential -> credentials.put(credential.id(), credential));
    SecureRandom random = new SecureRandom();
    this.tokens = new RefreshTokens(runtime, random, document.refreshTokens(), this::saveLater);
    this.codes = new AuthorizationCodes(clock, HexId::next);
    byte[] key = new byte[SIGNING_KEY_BYTES];
    random.nextBytes(key);
    this.signedPaths = new SignedPaths(clock, Secret.of(HexFormat.of().formatHex(key)));
    this.throttle = new LoginThrottle(clock);
  }

  /** Reads the users and tokens of this home. */
  public static Future<AuthManager> load(HubRuntime runtime, Storage storage) {
    AuthStore store = new AuthStore(storage.open(StoreKey.of("auth", 1, 1), new AuthCodec()));
    Worker worker = runtime.worker("auth", PASSWORD_THREADS);
    return worker
        .run(Jws::prepare)
        .compose(prepared -> store.load())
        .compose(
            document ->
                LocalPasswords.load(worker, storage)
                    .map(passwords -> new AuthManager(runtime, store, document, passwords)));
  }

  /** Ends what it does by itself; after that it must not be used. */
  public void close() {
    tokens.close();
  }

  /** Whether someone can log in: the first user has been made. */
  public boolean hasUsers() {
    return users.values().stream().anyMatch(user -> !user.systemGenerated());
  }

  /** A user by id. */
  public Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  /** All users, the first made first. */
  public List<User> users() {
    return List.copyOf(users.values());
  }

  /** The ways in which a user can log in. */
  public List<Credential> credentialsOf(User user) {
    return credentials.values().stream().filter(each -> each.userId().equals(user.id())).toList();
  }

  /** The credential that a client logged in with, when it is known. */
  public Optional<Credential> credentialOf(RefreshToken token) {
    return token.credentialId().map(credentials::get);
  }

  /** How fast passwords may be tried. */
  public LoginThrottle throttle() {
    return throttle;
  }

  /**
   * Makes the first user, who owns the hub. Of several calls one succeeds; the others fail with
   * {@link OwnerExistsException}. When the future succeeds, user and password are on the disk.
   */
  public Future<Credential> createOwner(String name, String username, Secret password) {
    if (hasUsers() || ownerIsBeingMade) {
      return Future.failedFuture(new OwnerExistsException());
    }
    ownerIsBeingMade = true;
    return passwords
        .set(username, password)
        .compose(
            saved -> {
              User owner =
                  new User(HexId.next(), name, true, true, false, false, List.of(User.ADMIN_GROUP));
              Credential credential = localCredential(owner, username);
              users.put(owner.id(), owner);
              credentials.put(credential.id(), credential);
              return save().map(credential);
            })
        .onComplete(done -> ownerIsBeingMade = false);
  }

  /**
   * The credential of a local user, when the password is theirs. Fails with {@link
   * TooManyLoginsException}.
   */
  public Future<Optional<Credential>> checkPassword(String username, Secret password) {
    return passwords
        .check(username, password)
        .map(correct -> correct ? localCredentialOf(username) : Optional.empty());
  }

  /** Why a user may not log in from an address; empty when they may (framework.md §1.1). */
  public Optional<String> refusal(User user, ClientAddress from) {
    if (!user.isActive()) {
      return Optional.of("User is not active");
    }
    if (!user.localOnly() || from.isLocal()) {
      return Optional.empty();
    }
    return Optional.of(
        from.forwarded() ? "User is local only" : "User cannot authenticate remotely");
  }

  /** A code for a client, to be turned into tokens once, within 10 minutes. */
  public String createCode(String clientId, Credential credential) {
    return codes.create(clientId, credential.id());
  }

  /** The credential behind a code of the client. The code is spent. */
  public Optional<Credential> redeemCode(String clientId, String code) {
    return codes.redeem(clientId, code).map(credentials::get);
  }

  /** A new refresh token for a client that logged in. */
  public RefreshToken createClientToken(Credential credential, String clientId) {
    return tokens.create(
        new RefreshTokens.Request(
            credential.userId(),
            TokenType.NORMAL,
            Optional.of(clientId),
            Optional.empty(),
            Optional.empty(),
            ACCESS_TOKEN_LIFETIME,
            Optional.of(credential.id())));
  }

  /**
   * A new token for a script.
   *
   * @return empty when the user has one of that name
   */
  public Optional<RefreshToken> createLongLivedToken(
      User user, String clientName, Optional<String> clientIcon, Duration lifetime) {
    boolean taken =
        tokensOf(user).stream()
            .filter(token -> token.type() == TokenType.LONG_LIVED)
            .anyMatch(token -> token.clientName().equals(Optional.of(clientName)));
    return taken
        ? Optional.empty()
        : Optional.of(
            tokens.create(
                new RefreshTokens.Request(
                    user.id(),
                    TokenType.LONG_LIVED,
                    Optional.empty(),
                    Optional.of(clientName),
                    clientIcon,
                    lifetime,
                    Optional.empty())));
  }

  /** The tokens of a user, the first made first. */
  public List<RefreshToken> tokensOf(User user) {
    return tokens.all().stream().filter(token -> token.userId().equals(user.id())).toList();
  }

  /** The refresh token itself, from what a client keeps. */
  public Optional<RefreshToken> findToken(Secret token) {
    return tokens.find(token);
  }

  /** A refresh token by id. */
  public Optional<RefreshToken> tokenById(String id) {
    return tokens.byId(id);
  }

  /** Ends a refresh token, all its access tokens, links and connections. */
  public void revoke(RefreshToken token) {
    tokens.revoke(token.id());
  }

  /** Calls back once, when the refresh token ends. */
  public Cancellable onRevoked(String refreshTokenId, Runnable action) {
    return tokens.onRevoked(refreshTokenId, action);
  }

  /** A new access token, and the note that the refresh token was used. */
  public Secret createAccessToken(RefreshToken token, ClientAddress from) {
    Instant now = clock.instant();
    tokens.used(token.id(), from.ip());
    return Secret.of(
        Jws.sign(
            new JWTClaimsSet.Builder().issuer(token.id()),
            token.jwtKey(),
            now,
            now.plus(token.accessTokenExpiration())));
  }

  /** Who an access token stands for, if it is valid and its user active. */
  public Optional<Principal> authenticate(Secret accessToken) {
    return Jws.verify(
            accessToken.reveal(),
            issuer -> tokens.byId(issuer).map(RefreshToken::jwtKey),
            clock.instant())
        .map(JWTClaimsSet::getIssuer)
        .flatMap(this::principal);
  }

  /** Who a refresh token stands for now; empty when it has ended or its user is not active. */
  public Optional<Principal> principal(String refreshTokenId) {
    return tokens
        .byId(refreshTokenId)
        .map(token -> users.get(token.userId()))
        .filter(User::isActive)
        .map(user -> new Principal(user, refreshTokenId));
  }

  /**
   * A signature that lets anyone read a path as the given user, for a while.
   *
   * @param path decoded, without the query
   * @param parameters of the query, decoded, in their order
   */
  public String signPath(
      Principal principal,
      String path,
      List<Map.Entry<String, String>> parameters,
      Duration lifetime) {
    return signedPaths.sign(principal.refreshTokenId(), path, parameters, lifetime);
  }

  /** Who signed exactly this path, if the signature is valid. */
  public Optional<Principal> authenticateSigned(
      String signature, String path, List<Map.Entry<String, String>> parameters) {
    return signedPaths.verify(signature, path, parameters).flatMap(this::principal);
  }

  private Optional<Credential> localCredentialOf(String username) {
    String name = LocalPasswords.normalize(username);
    return credentials.values().stream().filter(each -> each.isLocalUser(name)).findFirst();
  }

  private static Credential localCredential(User user, String username) {
    return new Credential(
        HexId.next(),
        user.id(),
        Credential.LOCAL_PROVIDER,
        Optional.empty(),
        new JsonObject().put("username", LocalPasswords.normalize(username)));
  }

  private Future<Void> save() {
    return store.save(document(tokens.all()));
  }

  private void saveLater(Collection<RefreshToken> current, boolean urgent) {
    store.saveLater(document(current), urgent);
  }

  private AuthDocument document(Collection<RefreshToken> current) {
    return new AuthDocument(
        List.copyOf(users.values()),
        groups,
        List.copyOf(credentials.values()),
        List.copyOf(current));
  }
}
