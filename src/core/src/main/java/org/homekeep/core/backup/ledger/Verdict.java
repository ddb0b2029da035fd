package org.homekeep.core.backup.ledger;

import io.vertx.core.Future;
import org.homekeep.api.backup.BackupAgentException;

/** What a verification found. */
public sealed interface Verdict {

  /** Fails with what people are told when the copy is not the one that was sent. */
  Future<Void> accepted();

  /** Fails when it is not known what the location has. */
  default Future<Verdict> certain() {
    return this instanceof Unknown unknown
        ? Future.failedFuture(new BackupAgentException(unknown.message()))
        : Future.succeededFuture(this);
  }

  /** The copy is what was sent. */
  record Verified(Verification verification) implements Verdict {
    @Override
    public Future<Void> accepted() {
      return Future.succeededFuture();
    }
  }

  /** The location took the copy and does not have it. */
  record Missing(String message) implements Verdict {
    @Override
    public Future<Void> accepted() {
      return Future.failedFuture(new BackupAgentException(message));
    }
  }

  /** The copy is something else. */
  record Different(String message) implements Verdict {
    @Override
    public Future<Void> accepted() {
      return Future.failedFuture(new BackupAgentException(message));
    }
  }

  /** The location could not be asked; the copy may be right, and is asked for again later. */
  record Unknown(String message) implements Verdict {
    @Override
    public Future<Void> accepted() {
      return Future.succeededFuture();
    }
  }
}
