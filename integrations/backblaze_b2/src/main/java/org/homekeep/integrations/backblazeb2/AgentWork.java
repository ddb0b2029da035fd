package org.homekeep.integrations.backblazeb2;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.entry.ConfigEntry;

/** What a location does on other threads, and how its failures are told. */
final class AgentWork {
  static final String DELETE = "delete";

  /** Who wraps a failure wraps it a few times at most. */
  private static final int DEEPEST = 8;

  private final ConfigEntry entry;
  private final IntegrationContext context;

  AgentWork(ConfigEntry entry, IntegrationContext context) {
    this.entry = entry;
    this.context = context;
  }

  /**
   * Does what blocks; fails with words for people.
   *
   * @param operation in these words
   */
  <T> Future<T> blocking(String operation, Callable<T> work) {
    return context
        .blocking(work)
        .recover(failure -> Future.failedFuture(translated(operation, failure)));
  }

  /** A failure in words for people; a key that B2 refuses is asked for again. */
  Throwable translated(String operation, Throwable failure) {
    if (failure instanceof UploadCancelledException cancelled) {
      return new BackupAgentException(UploadCancelledException.MESSAGE, cancelled);
    }
    if (failure instanceof CrowdedFolderException) {
      return new BackupAgentException(failed(operation, FailureText.reason(failure)), failure);
    }
    Optional<B2Failure> known = knownCause(failure);
    if (known.isEmpty()) {
      return failure;
    }
    if (known.get() instanceof B2Failure.Locked && operation.equals(DELETE)) {
      return CopyLock.refusal(Optional.empty(), context.clock().getZone());
    }
    if (known.get() instanceof B2Failure.BadCredentials) {
      context.startReauth(entry.entryId());
    }
    return new BackupAgentException(failed(operation, FailureText.sentence(known.get())), failure);
  }

  private static String failed(String operation, String why) {
    return "Failed during " + operation + ": " + why;
  }

  /** What B2 said; a reader of an archive may have wrapped the failure of the stream. */
  static Optional<B2Failure> knownCause(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      if (each instanceof B2FailureException known) {
        return Optional.of(known.failure());
      }
      each = each.getCause();
    }
    return Optional.empty();
  }
}
