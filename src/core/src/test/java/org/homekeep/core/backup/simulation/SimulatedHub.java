package org.homekeep.core.backup.simulation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.BackupTunables;
import org.homekeep.core.backup.Backups;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.InvalidSettingException;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.storage.Storage;

/** One life of a hub: from a start to a stop, or to whatever else ends it. */
final class SimulatedHub implements AgentSource, IssueReporter {
  static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  private final SimulatedThreads threads;
  private final Supplier<List<BackupAgent>> locations;
  private final List<Runnable> listeners = new ArrayList<>();
  private final Set<String> issues = new HashSet<>();
  private final Storage storage;
  private final Future<Backups> opening;

  /**
   * A hub that begins to start.
   *
   * @param idle an event loop on which nothing is done
   * @param locations that exist at the moment
   */
  SimulatedHub(
      Vertx idle,
      MemoryDisk disk,
      SimulatedTime time,
      SimulatedThreads threads,
      Random random,
      Supplier<List<BackupAgent>> locations)
      throws IOException {
    this.threads = threads;
    this.locations = locations;
    HubDirectories directories = new HubDirectories(disk.path("/hub"), disk.path("/home"));
    HubRuntime runtime = new HubRuntime(idle, idle.getOrCreateContext(), time, threads);
    Storage.prepare(directories.storage());
    this.storage = new Storage(runtime, directories.storage());
    this.opening =
        Backups.open(
            new Backups.Parts(
                runtime,
                threads,
                directories,
                storage,
                defaults(),
                () -> {
                  throw new AssertionError("Nobody asked for a restart.");
                },
                this,
                this,
                List::of,
                INSTANCE,
                () -> Duration.ofSeconds(random.nextInt(3_600))),
            random::nextDouble);
  }

  private static Settings defaults() {
    try {
      return Settings.resolve(
          Map.of(BackupTunables.DOMAIN, BackupTunables.all()), Map.of(), Map.of());
    } catch (InvalidSettingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  SimulatedThreads threads() {
    return threads;
  }

  /** Waits until the hub has started; false when the power failed before. */
  boolean start() {
    if (!threads.await(opening, Duration.ofMinutes(10))) {
      return false;
    }
    if (opening.failed()) {
      throw new AssertionError("The hub does not start.", opening.cause());
    }
    opening.result().started();
    threads.settle();
    return true;
  }

  /** Stops as a hub does, which may be interrupted as well. */
  void stop() {
    opening.result().stop();
    threads.settle();
    threads.await(storage.flush(), Duration.ofMinutes(1));
  }

  BackupManager manager() {
    return opening.result().manager();
  }

  boolean isIdle() {
    return manager().events().state() == ManagerState.IDLE;
  }

  @Override
  public boolean isRemoved(String agentId) {
    return false;
  }

  /** A location has come or gone. */
  void locationsChanged() {
    List.copyOf(listeners).forEach(Runnable::run);
  }

  /** The answer to a question that always has one; empty when the power failed meanwhile. */
  <T> Optional<T> ask(Future<T> question) {
    if (!threads.await(question, Duration.ofHours(30))) {
      return Optional.empty();
    }
    if (question.failed()) {
      throw new AssertionError("A question was not answered.", question.cause());
    }
    return Optional.of(question.result());
  }

  void update(JsonObject settings) {
    threads.await(manager().updateConfig(settings), Duration.ofMinutes(5));
  }

  @Override
  public List<BackupAgent> agents() {
    return locations.get();
  }

  @Override
  public Cancellable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The ids of what people are shown now. */
  Set<String> issues() {
    return Set.copyOf(issues);
  }

  @Override
  public void report(Issue issue) {
    issues.add(issue.issueId());
  }

  @Override
  public void resolve(String issueId) {
    issues.remove(issueId);
  }
}
