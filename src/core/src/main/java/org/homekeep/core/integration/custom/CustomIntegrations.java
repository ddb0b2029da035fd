package org.homekeep.core.integration.custom;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what lies in {@code custom_integrations}, all at the same time, each on a thread of its own
 * that is given up when it does not come to an end.
 */
public final class CustomIntegrations {
  /** The directory in the hub's configuration. */
  public static final String DIRECTORY = "custom_integrations";

  private static final Logger LOG = LoggerFactory.getLogger(CustomIntegrations.class);
  private static final int MOST = 64;

  private final ClassLoader hub;
  private final Duration patience;
  private final BlockedVersions blocked;

  /**
   * @param hub has the shared packages
   * @param patience how long the code of an integration may take to be made
   */
  public CustomIntegrations(ClassLoader hub, Duration patience) {
    this(hub, patience, BlockedVersions.known());
  }

  CustomIntegrations(ClassLoader hub, Duration patience, BlockedVersions blocked) {
    this.hub = hub;
    this.patience = patience;
    this.blocked = blocked;
  }

  /**
   * What was found.
   *
   * @param loaded in the order of their names
   */
  public record Result(List<IntegrationPackage> loaded, List<Broken> broken) {
    public Result {
      loaded = List.copyOf(loaded);
      broken = List.copyOf(broken);
    }
  }

  /** A file or directory that is not used. */
  public record Broken(String name, LoadFailure failure) {}

  private record Attempt(PackageFiles files, FutureTask<IntegrationPackage> task) {}

  /**
   * Loads everything. Blocking; never fails.
   *
   * @param config the hub's configuration directory
   */
  public Result load(Path config) {
    List<IntegrationPackage> loaded = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    Path copies = config.resolve(".cache").resolve(DIRECTORY);
    try {
      PackageFiles.delete(copies);
      for (PackageFiles files : PackageFiles.in(config.resolve(DIRECTORY))) {
        if (attempts.size() + broken.size() >= MOST) {
          broken.add(
              new Broken(
                  files.name(),
                  new LoadFailure(
                      LoadFailure.Kind.TOO_LARGE,
                      "There are more than %d custom integrations.".formatted(MOST))));
        } else {
          begin(files, copies, attempts, broken);
        }
      }
    } catch (IOException unreadable) {
      broken.add(
          new Broken(
              DIRECTORY,
              new LoadFailure(
                  LoadFailure.Kind.UNREADABLE,
                  "The directory cannot be read: %s.".formatted(unreadable))));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    attempts.forEach(attempt -> settle(attempt, deadline, loaded, broken));
    return new Result(loaded, broken);
  }

  private void begin(PackageFiles files, Path copies, List<Attempt> attempts, List<Broken> broken) {
    try {
      PackageFiles copied = files.copiedTo(copies.resolve(files.name()));
      FutureTask<IntegrationPackage> task =
          new FutureTask<>(() -> IntegrationPackage.open(copied, hub));
      Thread thread = new Thread(task, "loading " + files.name());
      thread.setDaemon(true);
      thread.start();
      attempts.add(new Attempt(files, task));
    } catch (IOException unreadable) {
      broken.add(
          new Broken(
              files.name(),
              new LoadFailure(
                  LoadFailure.Kind.UNREADABLE, "It cannot be copied: %s.".formatted(unreadable))));
    } catch (LoadException refused) {
      broken.add(new Broken(files.name(), refused.failure()));
    }
  }

  private void settle(
      Attempt attempt, long deadline, List<IntegrationPackage> loaded, List<Broken> broken) {
    String name = attempt.files().name();
    try {
      IntegrationPackage made =
          attempt.task().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      Optional<LoadFailure> refused = blocked.refuse(made.manifest());
      if (refused.isPresent()) {
        made.close();
        broken.add(new Broken(name, refused.get()));
      } else {
        loaded.add(made);
      }
    } catch (TimeoutException late) {
      attempt.task().cancel(true);
      broken.add(
          new Broken(
              name,
              new LoadFailure(
                  LoadFailure.Kind.HANGING,
                  "Its code did not come to an end within %d seconds."
                      .formatted(patience.toSeconds()))));
    } catch (ExecutionException thrown) {
      LOG.atDebug().addKeyValue("file", name).setCause(thrown.getCause()).log("Not loaded");
      broken.add(new Broken(name, LoadException.of(thrown).failure()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      attempt.task().cancel(true);
      broken.add(
          new Broken(
              name,
              new LoadFailure(
                  LoadFailure.Kind.HANGING, "The hub was stopped while it was loaded.")));
    }
  }
}
