package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.core.runtime.HubRuntime;

/** The note of one attempt, kept in the journal. Used by the threads of the agent. */
final class KeptNote implements UploadNote {
  private final HubRuntime runtime;
  private final Function<String, Future<Void>> keeper;
  private volatile Optional<String> last;

  /**
   * A note.
   *
   * @param last of an earlier attempt with the same bytes
   * @param keeper writes a note into the journal; called on the hub's context
   */
  KeptNote(HubRuntime runtime, Optional<String> last, Function<String, Future<Void>> keeper) {
    this.runtime = runtime;
    this.last = last;
    this.keeper = keeper;
  }

  @Override
  public Optional<String> last() {
    return last;
  }

  @Override
  public void write(String note) throws IOException {
    if (note.isEmpty() || note.length() > LONGEST) {
      throw new IllegalArgumentException(
          "The note of an upload has 1 to %d characters, not %d."
              .formatted(LONGEST, note.length()));
    }
    CompletableFuture<Void> written = new CompletableFuture<>();
    runtime.execute(
        () ->
            keeper
                .apply(note)
                .onSuccess(written::complete)
                .onFailure(written::completeExceptionally));
    try {
      written.get();
      last = Optional.of(note);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The upload was interrupted.");
    } catch (ExecutionException refused) {
      throw new IOException(String.valueOf(refused.getMessage()), refused);
    }
  }
}
