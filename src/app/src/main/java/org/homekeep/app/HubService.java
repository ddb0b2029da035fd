package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.homekeep.core.Hub;
import org.homekeep.core.HubOptions;
import org.homekeep.core.runtime.DirectoryInUseException;
import org.homekeep.core.runtime.InvalidSettingException;

/** A hub as something that a command runs in the foreground. */
final class HubService implements Foreground.Service {
  private final HubOptions options;
  private Future<Hub> starting = Future.failedFuture("The hub was not started.");

  HubService(HubOptions options) {
    this.options = options;
  }

  @Override
  public Future<Void> start(Vertx vertx) {
    starting = Hub.start(vertx, options);
    return starting.<Void>mapEmpty().recover(failure -> Future.failedFuture(explain(failure)));
  }

  @Override
  public Future<Void> failed() {
    return starting.result().failed().recover(failure -> Future.failedFuture(explain(failure)));
  }

  @Override
  public Future<Void> stop() {
    return starting.transform(
        started -> started.succeeded() ? started.result().stop() : Future.succeededFuture());
  }

  /** Where the hub answers; only after it was started. */
  URI address() {
    return starting.result().address();
  }

  /** What to open below the address in order to make the first account; see {@link Hub}. */
  Optional<String> setUpPath() {
    return starting.result().setUpPath();
  }

  private CommandException explain(Throwable failure) {
    if (failure instanceof InvalidSettingException) {
      return CommandException.usage(message(failure), failure);
    }
    if (failure instanceof DirectoryInUseException) {
      return CommandException.failure(message(failure), failure);
    }
    if (failure instanceof FileSystemException file) {
      return UnusableFile.explain(file);
    }
    return CommandException.failure(
        Listening.explain(failure, options.host(), options.port())
            .orElseGet(() -> "Homekeep could not start: " + message(failure)),
        failure);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
