package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.homekeep.app.story.HubProcess;
import org.homekeep.testkit.TestHub;

/**
 * A home in which somebody has lived for a while, of which copies are made: each life in one of
 * them begins with the same files.
 */
final class Estate {
  private final Path directory;
  private final QuickJava java;
  private final Person person;
  private final Home home;
  private final Promises promises;

  private Estate(Path directory, QuickJava java, Person person, Home home, Promises promises) {
    this.directory = directory;
    this.java = java;
    this.person = person;
    this.home = home;
    this.promises = promises;
  }

  /** Builds the home, by a hub that does each deed once and records which classes that needs. */
  static Estate build(Vertx vertx, Path directory) throws Exception {
    QuickJava java = QuickJava.in(directory.resolve("java"));
    Home home = new Home(directory.resolve("template"));
    home.furnish();
    try (HubProcess process = start(java.recording(), home, directory.resolve("template.log"))) {
      Person.Hub hub = hub(process, home);
      Person person = Person.first(vertx, process.port());
      Promises promises = new Promises();
      promises.copiesAre(3);
      promises.dataIs(home.snapshot());
      for (Deed deed : Deed.values()) {
        person.prepare(deed, hub, promises, 1);
        assertThat(person.attempt(deed, hub, promises)).as("%s", deed).isEqualTo(new Ending.Done());
      }
      person.prepare(Deed.RESTORE, hub, promises, 2);
      // One of them is that of the backups, which nobody has been told.
      person.look(hub).keys().forEach(promises::keyIs);
      person.inspect(hub, promises);
      return new Estate(directory, java, person, home, promises);
    }
  }

  Person person() {
    return person;
  }

  /** What a hub on a copy has promised. */
  Promises promises() {
    return new Promises(promises);
  }

  /** A new copy, in the place of the last one. */
  Home copy(String name) throws IOException {
    return home.copyTo(directory.resolve(name));
  }

  /** Whether a file, below a home, has the same name in each copy; new backups have not. */
  boolean isLasting(String path) {
    return !path.endsWith(".partial")
        && (!path.endsWith(".tar") || Files.exists(home.root().resolve(path)));
  }

  /** A hub in a process of its own. */
  HubProcess start(Home copy) throws IOException {
    Files.deleteIfExists(log(copy));
    return start(java.command(), copy, log(copy));
  }

  /** What the hub of a copy prints. */
  Path log(Home copy) {
    return directory.resolve(copy.root().getFileName() + ".log");
  }

  private static HubProcess start(List<String> java, Home home, Path log) throws IOException {
    return HubProcess.start(java, home.config(), home.data(), Map.of(), log);
  }

  static Person.Hub hub(HubProcess process, Home home) {
    return new Person.Hub(process.port(), home, time -> ends(process, time));
  }

  private static boolean ends(HubProcess process, Duration time) {
    try {
      return process.ended(time).isPresent();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  static Person.Hub hub(TestHub hub, Home home) {
    return new Person.Hub(
        hub.port(),
        home,
        time -> {
          LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          return false;
        });
  }
}
