package org.homekeep.core;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.DisplayName;
import org.homekeep.core.auth.User;
import org.homekeep.core.runtime.DirectoryInUseException;
import org.homekeep.core.runtime.DirectoryLock;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.storage.Purpose;
import org.homekeep.core.storage.Storage;

/**
 * The accounts of a hub that does not run: the way back in for whoever sits at the machine. Holds
 * the lock of the directory until it is closed.
 */
public final class OfflineAccounts {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int PASSWORD_LENGTH = 16;

  private final DirectoryLock lock;
  private final HubRuntime runtime;
  private final Storage storage;
  private final AuthManager auth;

  private OfflineAccounts(
      DirectoryLock lock, HubRuntime runtime, Storage storage, AuthManager auth) {
    this.lock = lock;
    this.runtime = runtime;
    this.storage = storage;
    this.auth = auth;
  }

  /**
   * One account, as a list shows it.
   *
   * @param username to log in with; empty when the user cannot
   */
  public record Line(
      Optional<String> username,
      String name,
      boolean isOwner,
      boolean isAdmin,
      boolean isActive,
      boolean hasSecondFactor) {}

  /**
   * Opens the accounts of a directory. Fails with {@link DirectoryInUseException} while a hub runs
   * on it.
   *
   * @param purpose {@code LOOK} to list them and leave everything as it is
   */
  public static Future<OfflineAccounts> open(
      Vertx vertx, HubDirectories directories, Clock clock, Purpose purpose) {
    return vertx
        .executeBlocking(() -> claim(directories, purpose), false)
        .compose(
            lock -> {
              HubRuntime runtime = new HubRuntime(vertx, vertx.getOrCreateContext(), clock);
              Storage storage = new Storage(runtime, directories.storage(), purpose);
              return onContext(runtime.context(), () -> AuthManager.load(runtime, storage))
                  .map(auth -> new OfflineAccounts(lock, runtime, storage, auth))
                  .recover(
                      why ->
                          runtime
                              .close()
                              .eventually(() -> release(vertx, lock))
                              .transform(closed -> Future.failedFuture(why)));
            });
  }

  private static DirectoryLock claim(HubDirectories directories, Purpose purpose)
      throws IOException {
    DirectoryLock lock = DirectoryLock.claim(directories.config());
    if (purpose == Purpose.OWN) {
      Storage.prepare(directories.storage());
    }
    return lock;
  }

  /** All accounts of people, the first made first. */
  public Future<List<Line>> list() {
    return here(
        () ->
            Future.succeededFuture(
                auth.users().stream()
                    .filter(user -> !user.systemGenerated())
                    .map(this::line)
                    .toList()));
  }

  private Line line(User user) {
    return new Line(
        auth.credentialsOf(user).stream()
            .flatMap(each -> each.username().stream())
            .findFirst()
            .map(DisplayName::shown),
        DisplayName.shown(user.name()),
        user.isOwner(),
        user.isAdmin(),
        user.isActive(),
        auth.secondFactors().isEnabled(user));
  }

  /**
   * Gives a user a new password, which is nowhere but in the answer, and ends all sessions.
   *
   * @return empty when there is no such user
   */
  public Future<Optional<Secret>> resetPassword(String username) {
    return here(
        () -> {
          Optional<User> user = find(username);
          if (user.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
          }
          Secret password = newPassword();
          return auth.logins().setPassword(user.get(), password).map(Optional.of(password));
        });
  }

  /**
   * Lets a user log in with the password alone.
   *
   * @return whether there was a second factor; empty when there is no such user
   */
  public Future<Optional<Boolean>> removeSecondFactor(String username) {
    return here(
        () ->
            find(username)
                .map(user -> auth.secondFactors().remove(user).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  /** Writes what is pending and gives the directory back. */
  public Future<Void> close() {
    return here(() -> {
          auth.close();
          return storage.flush();
        })
        .eventually(runtime::close)
        .eventually(() -> release(runtime.vertx(), lock));
  }

  private Optional<User> find(String username) {
    return auth.users().stream()
        .filter(
            user ->
                auth.credentialsOf(user).stream()
                    .map(Credential::username)
                    .flatMap(Optional::stream)
                    .anyMatch(own -> own.equalsIgnoreCase(username.strip())))
        .findFirst();
  }

  private static Secret newPassword() {
    return Secret.of(
        new SecureRandom()
            .ints(PASSWORD_LENGTH, 0, ALPHABET.length())
            .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
            .collect(Collectors.joining()));
  }

  private <T> Future<T> here(Supplier<Future<T>> action) {
    return onContext(runtime.context(), action);
  }

  private static <T> Future<T> onContext(Context context, Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        v -> Future.<Void>succeededFuture().compose(now -> action.get()).onComplete(done));
    return done.future();
  }

  private static Future<Void> release(Vertx vertx, DirectoryLock lock) {
    return vertx
        .executeBlocking(
            () -> {
              lock.close();
              return lock;
            },
            false)
        .mapEmpty();
  }
}
