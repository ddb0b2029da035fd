package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.api.StateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in to Home Assistant Cloud (b2-and-cloud.md §B.2): owns the tokens, on the disk and
 * in memory. Blocks its callers, one after the other; for the integration's own threads.
 */
final class CloudAccount {
  private static final Logger LOG = LoggerFactory.getLogger(CloudAccount.class);

  /** A token that ends so soon is renewed before it is used. */
  private static final Duration SPARE = Duration.ofMinutes(5);

  /** How long the code of a second factor may take. */
  private static final Duration CODE = Duration.ofSeconds(60);

  /** What comes along when an address is pasted: spaces of any kind, and what cannot be seen. */
  private static final Pattern AROUND_ADDRESSES =
      Pattern.compile("^[\\s\\p{Z}\\p{Cf}]+|[\\s\\p{Z}\\p{Cf}]+$");

  /** Apps show codes in groups. */
  private static final Pattern NOT_IN_CODES = Pattern.compile("[\\s-]");

  /** Of a login that is to be renewed. */
  private static final Set<IdentityFailure> ENDED =
      EnumSet.of(
          IdentityFailure.UNAUTHENTICATED,
          IdentityFailure.USER_NOT_FOUND,
          IdentityFailure.NOT_CONFIRMED,
          IdentityFailure.PASSWORD_CHANGE_REQUIRED);

  private final StateFile file;
  private final Identity identity;
  private final Clock clock;
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

  /** Is asked on event loops, which must not wait for a call that is under way. */
  private volatile Optional<Session> session = Optional.empty();

  private Optional<Pending> pending = Optional.empty();

  /** What has become of the login. */
  enum Change {
    LOGIN,
    LOGOUT,
    /** The service does not know the login any more. */
    LOST;

    String wireName() {
      return this == LOGIN ? "login" : "logout";
    }
  }

  /** One login, from when somebody logged in until nobody is: renewals are of the same one. */
  static final class Login {}

  /**
   * A login, with what its token says.
   *
   * @param goodUntil when the token must be renewed, by the clock of this machine
   */
  record Session(Login login, Tokens tokens, Claims claims, Instant goodUntil) {}

  private record Pending(String email, Identity.CodeNeeded begun, Instant until) {}

  /** Looks at a login before it is in force, and may refuse it. */
  @FunctionalInterface
  interface Gate {
    void requireWelcome(Tokens tokens) throws IOException;
  }

  CloudAccount(StateFile file, Identity identity, Clock clock) {
    this.file = file;
    this.identity = identity;
    this.clock = clock;
  }

  /** Reads who was logged in when the hub ran last. */
  synchronized void load() {
    try {
      // How long ago a token on the disk was given, only its own time says; it may be wrong.
      session =
          file.read()
              .flatMap(Tokens::read)
              .flatMap(
                  tokens ->
                      Claims.read(tokens.id())
                          .map(
                              claims ->
                                  new Session(
                                      new Login(),
                                      tokens,
                                      claims,
                                      earlier(claims.expires(), fromNow(claims)))));
    } catch (IOException unreadable) {
      LOG.atWarn()
          .addKeyValue("reason", unreadable.getMessage())
          .log("The login to Home Assistant Cloud cannot be read; log in again");
    }
  }

  /** The time of this machine may be another one than the service's. */
  private Session session(Login login, Tokens tokens) throws IdentityException {
    Claims claims =
        Claims.read(tokens.id()).orElseThrow(() -> new IdentityException(IdentityFailure.UNKNOWN));
    return new Session(login, tokens, claims, fromNow(claims));
  }

  private Instant fromNow(Claims claims) {
    return clock.instant().plus(claims.lifetime());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Who is logged in. */
  Optional<Session> current() {
    return session;
  }

  boolean isLoggedIn() {
    return current().isPresent();
  }

  /** Whether somebody is logged in whose subscription has ended. */
  boolean isSubscriptionExpired() {
    return current()
        .map(login -> login.claims().isSubscriptionExpired(clock.instant()))
        .orElse(false);
  }

  /** The same, as the service says it now; what is known counts when it cannot be asked. */
  boolean isSubscriptionStillExpired() {
    try {
      freshToken();
    } catch (CloudFailureException unknown) {
      LOG.atDebug().setCause(unknown).log("Whether the subscription lasts cannot be asked");
    }
    return isSubscriptionExpired();
  }

  /** Hears of every change of the login, on the thread that makes it. */
  Cancellable listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Logs in; an address means the same in capitals.
   *
   * @throws IdentityException {@code MFA_REQUIRED} when the code is to follow
   * @throws IOException when the tokens cannot be kept; then nobody is logged in
   */
  void logIn(String email, Secret password, Gate gate) throws IOException {
    begin(address(email), password, gate);
    tell(Change.LOGIN);
  }

  /** An address as the service knows it: it tells capitals apart, and people do not. */
  static String address(String typed) {
    return AROUND_ADDRESSES.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT);
  }

  private synchronized void begin(String address, Secret password, Gate gate) throws IOException {
    requireNobody();
    pending = Optional.empty();
    Identity.Outcome outcome = identity.logIn(address, password);
    if (outcome instanceof Identity.CodeNeeded needed) {
      pending = Optional.of(new Pending(address, needed, clock.instant().plus(CODE)));
      throw new IdentityException(IdentityFailure.MFA_REQUIRED);
    }
    admit((Identity.LoggedIn) outcome, gate);
  }

  /** Finishes the login that the password has begun. */
  void answerCode(String email, String code, Gate gate) throws IOException {
    finish(address(email), NOT_IN_CODES.matcher(code).replaceAll(""), gate);
    tell(Change.LOGIN);
  }

  private synchronized void finish(String address, String code, Gate gate) throws IOException {
    requireNobody();
    if (code.isEmpty()) {
      throw new IdentityException(IdentityFailure.WRONG_CODE);
    }
    Pending begun =
        pending
            .filter(each -> each.email().equals(address) && clock.instant().isBefore(each.until()))
            .orElseThrow(() -> new IdentityException(IdentityFailure.MFA_NOT_STARTED));
    Identity.Outcome outcome = identity.logIn(begun.begun(), code);
    if (outcome instanceof Identity.CodeNeeded again) {
      pending = Optional.of(new Pending(address, again, begun.until()));
      throw new IdentityException(IdentityFailure.WRONG_CODE);
    }
    pending = Optional.empty();
    admit((Identity.LoggedIn) outcome, gate);
  }

  private void admit(Identity.LoggedIn in, Gate gate) throws IOException {
    gate.requireWelcome(in.tokens());
    keep(in.tokens());
  }

  private void requireNobody() throws IdentityException {
    if (session.isPresent()) {
      throw new IdentityException(IdentityFailure.ALREADY_LOGGED_IN);
    }
  }

  private void keep(Tokens tokens) throws IOException {
    Session next = session(new Login(), tokens);
    file.write(tokens.write());
    session = Optional.of(next);
  }

  /**
   * Forgets the login.
   *
   * @throws IOException when it cannot be taken from the disk; then it is as it was
   */
  void logOut() throws IOException {
    synchronized (this) {
      pending = Optional.empty();
      if (session.isEmpty()) {
        return;
      }
      file.delete();
      session = Optional.empty();
    }
    tell(Change.LOGOUT);
  }

  /**
   * A token that the service takes, renewed when it would end soon.
   *
   * @param login whose; empty for whoever is logged in now
   * @throws CloudFailureException when that login has ended, or the service cannot be asked
   */
  Secret token(Optional<Login> login) throws CloudFailureException {
    return token(login, false);
  }

  /** The same, renewed now: the service may have another idea of the time than this machine. */
  Secret freshToken(Optional<Login> login) throws CloudFailureException {
    return token(login, true);
  }

  /** A token of whoever is logged in, renewed now: what it says may have changed. */
  Secret freshToken() throws CloudFailureException {
    return token(Optional.empty(), true);
  }

  private Secret token(Optional<Login> login, boolean fresh) throws CloudFailureException {
    try {
      return valid(login, fresh).tokens().id();
    } catch (LostException lost) {
      tell(Change.LOST);
      throw new CloudFailureException(new CloudFailure.LoginNeeded(), lost);
    }
  }

  /**
   * @param login that is asked for; what was begun with one is not finished with another
   */
  private synchronized Session valid(Optional<Login> login, boolean fresh)
      throws CloudFailureException, LostException {
    Session now =
        session.orElseThrow(() -> new CloudFailureException(new CloudFailure.LoginNeeded()));
    if (login.isPresent() && login.get() != now.login()) {
      throw new CloudFailureException(new CloudFailure.Ended());
    }
    if (!fresh && now.goodUntil().isAfter(clock.instant().plus(SPARE))) {
      return now;
    }
    try {
      if (now.tokens().refresh().reveal().isEmpty()) {
        // A file from elsewhere may have lost it; nothing else can renew a login.
        throw new IdentityException(IdentityFailure.UNAUTHENTICATED);
      }
      renewed(now.login(), identity.renew(now.tokens()));
    } catch (IdentityException refused) {
      if (ENDED.contains(refused.failure())) {
        lose();
        throw new LostException(refused);
      }
      throw new CloudFailureException(
          refused.failure() == IdentityFailure.UNREACHABLE
              ? new CloudFailure.Unreachable("the login cannot be renewed")
              : new CloudFailure.NotRenewed(refused.failure()),
          refused);
    }
    return session.orElseThrow();
  }

  /** What is on the disk can be renewed as well, so that a full one ends no login. */
  private void renewed(Login login, Tokens tokens) throws IdentityException {
    session = Optional.of(session(login, tokens));
    try {
      file.write(tokens.write());
    } catch (IOException notKept) {
      LOG.atWarn().setCause(notKept).log("A renewed login cannot be written to the disk");
    }
  }

  /**
   * The login is worth nothing any more; a file that cannot be deleted is found out about again.
   */
  private void lose() {
    session = Optional.empty();
    try {
      file.delete();
    } catch (IOException undeletable) {
      LOG.atWarn().setCause(undeletable).log("A login that has ended cannot be deleted");
    }
  }

  /** Words of the service or of a proxy, without what they quote of this login. */
  String withoutSecrets(String words) {
    String cut = words;
    for (Secret secret : secrets()) {
      cut =
          Pattern.compile(secret.reveal(), Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
              .matcher(cut)
              .replaceAll(Secret.REDACTED);
    }
    return cut;
  }

  /** What tells who is logged in, or lets somebody in. */
  List<Secret> secrets() {
    return session
        .map(
            in ->
                Stream.of(
                        in.tokens().id(),
                        in.tokens().access(),
                        in.tokens().refresh(),
                        Secret.of(in.claims().email()))
                    .filter(secret -> !secret.reveal().isEmpty())
                    .toList())
        .orElse(List.of());
  }

  private static final class LostException extends Exception {
    LostException(Throwable cause) {
      super(cause);
    }
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** What {@code cloud/subscribe_events} sends. */
  static JsonObject event(Change change) {
    return new JsonObject().put("type", change.wireName());
  }
}
