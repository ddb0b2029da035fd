package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.homekeep.core.OfflineAccounts;
import org.homekeep.core.runtime.DirectoryInUseException;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.storage.DamagedDocumentException;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.storage.Purpose;
import picocli.CommandLine.Option;

/** Whose accounts a command is about, and the way to them. */
final class AccountsOption {
  private static final long PATIENCE_SECONDS = 60;

  @Option(
      names = "--config",
      paramLabel = "DIR",
      defaultValue = "./config",
      description = "The directory of the hub, as given to 'homekeep run' (default: ./config).")
  private Path config = Path.of("config");

  /** Does something with the accounts, and gives the directory back. */
  <T> T use(Function<OfflineAccounts, Future<T>> task) throws Exception {
    return use(Purpose.OWN, task);
  }

  /** The same; to look leaves all files as they are. */
  <T> T use(Purpose purpose, Function<OfflineAccounts, Future<T>> task) throws Exception {
    if (!Files.isDirectory(config.resolve(".storage"))) {
      throw CommandException.failure(
          "There is no hub in '%s'. Give its directory with --config.".formatted(config),
          new IllegalArgumentException(config.toString()));
    }
    Vertx vertx = Engine.start();
    try {
      return OfflineAccounts.open(
              vertx,
              new HubDirectories(config, config),
              Clock.system(ZoneId.systemDefault()),
              purpose)
          .compose(accounts -> task.apply(accounts).eventually(accounts::close))
          .recover(why -> Future.failedFuture(explained(why)))
          .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Throwable explained(Throwable why) {
    if (why instanceof DirectoryInUseException) {
      return running(why);
    }
    if (why instanceof FileSystemException file) {
      return UnusableFile.explain(file);
    }
    return why instanceof DamagedDocumentException || why instanceof NotSavedException
        ? CommandException.failure(String.valueOf(why.getMessage()), why)
        : why;
  }

  private CommandException running(Throwable why) {
    return CommandException.failure(
        "The hub on '%s' is running. Stop it, try again, and start it afterwards."
            .formatted(config),
        why);
  }

  /** Nobody has the name that was typed. */
  CommandException unknown(String username) {
    return CommandException.failure(
        "Nobody logs in as '%s'. 'homekeep auth list --config %s' shows all names."
            .formatted(username, config),
        new IllegalArgumentException(username));
  }
}
