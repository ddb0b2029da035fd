package org.homekeep.core.integration.custom;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  private record Attempt(PackageFiles files, FutureTask<IntegrationPackage> task, Thread thread) {

    /** Whether its code asked for the end of the process, which has begun. */
    boolean endsTheProcess() {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
  }

  /**
   * Loads everything. Blocking; never fails.
   *
   * @param config the hub's configuration directory
   */
  public Result load(Path config) {
    Path cache = config.resolve(".cache");
    Loading loading =
        new Loading(
            cache.resolve(DIRECTORY), new LoadingMarks(cache.resolve(DIRECTORY + ".loading")));
    try {
      PackageFiles.delete(loading.copies);
      loading.all(PackageFiles.in(config.resolve(DIRECTORY)));
    } catch (IOException unreadable) {
      loading.leaveOut(
          DIRECTORY,
          LoadFailure.Kind.UNREADABLE,
          "The directory cannot be read: %s.".formatted(unreadable.getMessage()));
    }
    return loading.result();
  }

  /** One look at the directory. */
  private final class Loading {
    private final Path copies;
    private final LoadingMarks marks;
    private final List<IntegrationPackage> loaded = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    Loading(Path copies, LoadingMarks marks) {
      this.copies = copies;
      this.marks = marks;
    }

    Result result() {
      loaded.sort(Comparator.comparing(IntegrationPackage::name));
      return new Result(loaded, broken);
    }

    /**
     * Those that were being made when the process ended are made one by one, so that the one that
     * ended it is alone when it does it again; then it is left out.
     */
    void all(List<PackageFiles> found) {
      List<PackageFiles> suspects = marks.left(found);
      Optional<PackageFiles> guilty =
          suspects.size() == 1 ? Optional.of(suspects.get(0)) : Optional.empty();
      guilty.ifPresent(
          files ->
              leaveOut(
                  files.name(),
                  LoadFailure.Kind.ENDED_THE_PROCESS,
                  "Homekeep ended all of a sudden while its code was being made."));
      List<PackageFiles> others = new ArrayList<>(found);
      guilty.ifPresent(others::remove);
      if (others.size() > MOST) {
        leaveOut(
            DIRECTORY,
            LoadFailure.Kind.TOO_LARGE,
            "There are %d custom integrations, and %d are allowed. Those from %s on are left out."
                .formatted(others.size(), MOST, others.get(MOST).name()));
        others = others.subList(0, MOST);
      }
      List<PackageFiles> together = new ArrayList<>(others);
      if (guilty.isEmpty()) {
        suspects.forEach(marks::end);
        suspects.forEach(files -> make(List.of(files)));
        together.removeAll(suspects);
      }
      make(together);
    }

    private void make(List<PackageFiles> wanted) {
      List<Attempt> attempts = new ArrayList<>();
      wanted.forEach(files -> begin(files).ifPresent(attempts::add));
      long deadline = System.nanoTime() + patience.toNanos();
      attempts.forEach(attempt -> settle(attempt, deadline));
    }

    private Optional<Attempt> begin(PackageFiles files) {
      try {
        PackageFiles copied = files.copiedTo(copies.resolve(files.name()));
        FutureTask<IntegrationPackage> task =
            new FutureTask<>(() -> IntegrationPackage.open(copied, hub));
        marks.begin(files);
        Thread thread = new Thread(task, "loading " + files.name());
        thread.setDaemon(true);
        thread.start();
        return Optional.of(new Attempt(files, task, thread));
      } catch (IOException unreadable) {
        leaveOut(
            files.name(),
            LoadFailure.Kind.UNREADABLE,
            "It cannot be copied: %s.".formatted(unreadable));
      } catch (LoadException refused) {
        broken.add(new Broken(files.name(), refused.failure()));
      }
      return Optional.empty();
    }

    private void settle(Attempt attempt, long deadline) {
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
        leaveOut(
            name,
            LoadFailure.Kind.HANGING,
            "Its code did not come to an end within %d seconds.".formatted(patience.toSeconds()));
      } catch (ExecutionException thrown) {
        Throwable why = Thrown.tamed(thrown.getCause());
        LOG.atDebug().addKeyValue("file", name).setCause(why).log("Not loaded");
        broken.add(new Broken(name, LoadException.of(why).failure()));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        attempt.task().cancel(true);
        leaveOut(name, LoadFailure.Kind.HANGING, "The hub was stopped while it was loaded.");
      } finally {
        if (attempt.endsTheProcess()) {
          LOG.atError()
              .addKeyValue("file", name)
              .log("A custom integration ends Homekeep; the next start leaves it out");
        } else {
          marks.end(attempt.files());
        }
      }
    }

    void leaveOut(String name, LoadFailure.Kind kind, String detail) {
      broken.add(new Broken(name, new LoadFailure(kind, detail)));
    }
  }
}
