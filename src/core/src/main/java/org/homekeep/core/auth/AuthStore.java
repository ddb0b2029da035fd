package org.homekeep.core.auth;

import io.vertx.core.Future;
import java.time.Duration;
import org.homekeep.core.storage.Store;

/** When {@code .storage/auth} is written. */
final class AuthStore {
  /** How long what is not urgent may wait. */
  static final Duration DELAY = Duration.ofSeconds(1);

  /** Saves users, credentials and tokens as they are now. */
  @FunctionalInterface
  interface Saving {
    /** Succeeds when they are on the disk. */
    Future<Void> save();
  }

  private final Store<AuthDocument> store;

  AuthStore(Store<AuthDocument> store) {
    this.store = store;
  }

  Future<AuthDocument> load() {
    return store.load().map(found -> found.orElseGet(AuthDocument::empty));
  }

  Future<Void> save(AuthDocument document) {
    return store.save(document);
  }

  /**
   * Writes at once what must not come back or get lost, such as a revoked token, and after a second
   * what may. A write that fails is logged and repeated by the store; nobody is kept out of the hub
   * by a full disk.
   *
   * @return when what is urgent is on the disk
   */
  Future<Void> saveLater(AuthDocument document, boolean urgent) {
    if (urgent) {
      return store.save(document);
    }
    store.saveLater(document, DELAY);
    return Future.succeededFuture();
  }
}
