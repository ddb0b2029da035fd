package org.homekeep.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.storage.Storage;

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

  /** Stands where the id of a user will be. */
  private static final String NOBODY = "";

  private final Clock clock;
  private final Users users;
  private final LocalPasswords passwords;
  private final SecondFactors secondFactors;
  private final RefreshTokens tokens;
  private final AuthStore store;
  private final AuthorizationCodes codes;
  private final SignedPaths signedPaths;
  private final LoginThrottle throttle;
  private final LocalLogins logins;
  private final UserDirectory directory;

  private AuthManager(
      HubRuntime runtime,
      AuthStore store,
      AuthDocument document,
      LocalPasswords passwords,
      SecondFactors.Stored secondFactors) {
    this.clock = runtime.clock();
    this.store = store;
    this.passwords = passwords;
    this.users = new Users(document);
    passwords.forgetCopies(name -> users.localCredentialOf(name).isPresent());
    AccountChanges changes = new AccountChanges(this::remember);
    this.secondFactors =
        new SecondFactors(clock, secondFactors, document.secondFactors(), this::save, changes);
    SecureRandom random = new SecureRandom();
    this.tokens =
        new RefreshTokens(
            clock, runtime.timers(), random, document.refreshTokens(), this::saveLater);
    this.codes = new AuthorizationCodes(clock, HexId::next);
    byte[] key = new byte[SIGNING_KEY_BYTES];
    random.nextBytes(key);
    this.signedPaths = new SignedPaths(clock, Secret.of(HexFormat.of().formatHex(key)));
    this.throttle = new LoginThrottle(clock, this::isAtHome);
    Sessions sessions = new Sessions(tokens, codes);
    this.logins = new LocalLogins(users, passwords, sessions, this::save, changes);
    this.directory =
        new UserDirectory(
            users, passwords, logins, this.secondFactors, sessions, this::save, changes);
  }

  /** Reads the users and tokens of this home. */
  public static Future<AuthManager> load(HubRuntime runtime, Storage storage) {
    AuthStore store = new AuthStore(storage.open(HubDocuments.ACCOUNTS, new AuthCodec()));
    Worker worker = runtime.worker("auth", PASSWORD_THREADS);
    return worker
        .run(Jws::prepare)
        .compose(prepared -> store.load())
        .compose(
            document ->
                LocalPasswords.load(worker, storage)
                    .compose(
                        passwords ->
                            SecondFactors.load(storage)
                                .map(
                                    secondFactors ->
                                        new AuthManager(
                                            runtime, store, document, passwords, secondFactors))));
  }

  /** Ends what it does by itself; after that it must not be used. */
  public void close() {
    tokens.close();
  }

  /** Whether someone can log in: the first user has been made. */
  public boolean hasUsers() {
    return directory.hasUsers();
  }

  /** A user by id. */
  public Optional<User> user(String id) {
    return users.user(id);
  }

  /** All users, the first made first. */
  public List<User> users() {
    return users.all();
  }

  /** The ways in which a user can log in. */
  public List<Credential> credentialsOf(User user) {
    return users.credentialsOf(user);
  }

  /** The credential that a client logged in with, when it is known. */
  public Optional<Credential> credentialOf(RefreshToken token) {
    return token.credentialId().flatMap(users::credential);
  }

  /** Makes, changes and removes users. */
  public UserDirectory directory() {
    return directory;
  }

  /** The names and passwords that users log in with. */
  public LocalLogins logins() {
    return logins;
  }

  /** Who needs a code beside the password. */
  public SecondFactors secondFactors() {
    return secondFactors;
  }

  /** Who needs a code that no app can make any more. */
  public List<User> lostSecondFactors() {
    return users().stream().filter(secondFactors::isLost).toList();
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
    return directory.createOwner(name, username, password);
  }

  /**
   * How a local user logs in, when the password is theirs. Fails with {@link
   * TooManyLoginsException}.
   *
   * @return empty for a wrong password, and for a name that belongs to no user
   */
  public Future<Optional<ProvenPassword>> checkPassword(String username, Secret password) {
    return passwords
        .check(username, password)
        .map(
            correct ->
                correct.flatMap(
                    hash ->
                        users
                            .localCredentialOf(username)
                            .map(credential -> new ProvenPassword(credential, hash))));
  }

  /** Whether a password that was right still is. */
  public boolean isCurrent(ProvenPassword proven) {
    return proven
        .credential()
        .username()
        .filter(username -> passwords.isCurrent(username, proven.hash()))
        .isPresent();
  }

  /**
   * Like {@link #checkPassword}, to link what was found to a user. A name with a password that
   * belongs to no user yet counts, too.
   */
  public Future<Optional<ProvenPassword>> checkPasswordToLink(String username, Secret password) {
    return passwords
        .check(username, password)
        .map(
            correct ->
                correct.map(
                    hash ->
                        new ProvenPassword(
                            users
                                .localCredentialOf(username)
                                .orElseGet(() -> Credential.local(NOBODY, username)),
                            hash)));
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
    return codes.create(clientId, credential);
  }

  /** The credential behind a code of the client, if a user has it. The code is spent. */
  public Optional<Credential> redeemCode(String clientId, String code) {
    return redeemCodeToLink(clientId, code).flatMap(found -> users.credential(found.id()));
  }

  /** The credential behind a code of the client, which may be nobody's. The code is spent. */
  public Optional<Credential> redeemCodeToLink(String clientId, String code) {
    return codes.redeem(clientId, code);
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
   * A new token for a script, which is on the disk: it is shown this once. Fails with {@link
   * NotSavedException}.
   *
   * @return empty when the user has one of that name
   */
  public Future<Optional<RefreshToken>> createLongLivedToken(
      User user, String clientName, Optional<String> clientIcon, Duration lifetime) {
    return tokens.createLongLived(user.id(), clientName, clientIcon, lifetime);
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

  /**
   * Ends refresh tokens, all their access tokens, links and connections; when the future succeeds,
   * that is on the disk. When it fails with {@link NotSavedException}, they have ended in memory.
   *
   * @param spared id of a token whose connections are ended by {@link #disconnect} later
   */
  public Future<Void> revoke(List<RefreshToken> ended, Optional<String> spared) {
    return tokens
        .end(ended.stream().map(RefreshToken::id).toList(), spared)
        .recover(why -> Future.failedFuture(NotSavedException.ended(why)));
  }

  /** Ends the connections of a token. */
  public void disconnect(String refreshTokenId) {
    tokens.disconnect(refreshTokenId);
  }

  /**
   * Lets a token end when it is not used for 90 days, or never (framework.md §2.5). Fails with
   * {@link NotSavedException}.
   */
  public Future<Void> setExpiry(RefreshToken token, boolean enabled) {
    return tokens.setExpiry(token.id(), enabled);
  }

  /** Calls back once, when the refresh token ends or its connections are to be made anew. */
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
            clock.instant(),
            Jws.LEEWAY)
        .map(JWTClaimsSet::getIssuer)
        .flatMap(this::principal);
  }

  /** Who a refresh token stands for now; empty when it has ended or its user is not active. */
  public Optional<Principal> principal(String refreshTokenId) {
    return tokens
        .byId(refreshTokenId)
        .flatMap(token -> users.user(token.userId()))
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

  private boolean isAtHome(String username, ClientAddress from) {
    return users
        .localCredentialOf(username)
        .flatMap(credential -> users.user(credential.userId()))
        .filter(user -> LoginThrottle.wasUsedFrom(tokensOf(user), from))
        .isPresent();
  }

  /** The networks from which users have been logged in. */
  public Set<String> knownNetworks() {
    return tokens.networks();
  }

  private Runnable remember() {
    Runnable usersBack = users.remember();
    Runnable passwordsBack = passwords.remember();
    Runnable factorsBack = secondFactors.remember();
    return () -> {
      usersBack.run();
      passwordsBack.run();
      factorsBack.run();
      saveLater(tokens.all(), false);
    };
  }

  private Future<Void> save() {
    return store.save(document(tokens.all()));
  }

  private Future<Void> saveLater(List<RefreshToken> current, boolean urgent) {
    return store.saveLater(document(current), urgent);
  }

  private AuthDocument document(List<RefreshToken> current) {
    return users.document(current, secondFactors.users());
  }
}
