package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.homekeep.app.story.HubProcess;
import org.homekeep.testkit.TestHub;

/**
 * A hub in a home that goes through one trouble after the other, and is well in between. What it
 * has acknowledged is there in any case, at once and after a restart; what it has refused is not.
 */
final class Tenancy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Estate estate;
  private final Home home;
  private final Path aside;
  private final Promises promises;
  private HubProcess process;
  private int number = 10;

  private Tenancy(Estate estate, Home home, Path aside, HubProcess process) {
    this.estate = estate;
    this.home = home;
    this.aside = aside;
    this.process = process;
    this.promises = estate.promises();
  }

  /**
   * Moves in.
   *
   * @param aside where copies of the home are looked at
   */
  static Tenancy in(Estate estate, Home home, Path aside) throws IOException {
    return new Tenancy(estate, home, aside, estate.start(home));
  }

  /** A trouble that lasts until it is closed. */
  interface Trouble {
    AutoCloseable begin() throws Exception;
  }

  Home home() {
    return home;
  }

  long pid() {
    return process.pid();
  }

  /** The end of what the hub printed. */
  String log() throws IOException {
    List<String> lines = Files.readAllLines(estate.log(home));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  /** Does a deed in trouble; how it ended. */
  Ending attempt(Deed deed, Trouble trouble) throws Exception {
    estate.person().prepare(deed, hub(), promises, ++number);
    try (AutoCloseable lasting = trouble.begin()) {
      return estate.person().attempt(deed, hub(), promises);
    }
  }

  /** Fails when anything is not as it was said, or the same deed does not succeed now. */
  void assertRecovers(Deed deed, Ending ending) throws Exception {
    if (ending instanceof Ending.Refused refused) {
      assertThat(refused.why()).as("why").doesNotContain("Unknown error");
    }
    if (ending instanceof Ending.Died) {
      process.kill();
      process = estate.start(home);
    }
    assertNothingIsLeftOver();
    assertSameAfterRestart();
    estate.person().inspect(hub(), promises);
    estate.person().prepare(deed, hub(), promises, ++number);
    assertThat(estate.person().attempt(deed, hub(), promises)).isEqualTo(new Ending.Done());
    estate.person().inspect(hub(), promises);
    assertNothingIsLeftOver();
  }

  private void assertNothingIsLeftOver() throws IOException {
    // How a backup went is written down after the person was told.
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (!leftOver().isEmpty() && System.nanoTime() < patience) {
      Thread.onSpinWait();
    }
    assertThat(leftOver()).isEmpty();
  }

  private List<String> leftOver() throws IOException {
    return home.leftOver().stream().filter(name -> !promises.waitsInFile(name)).toList();
  }

  private void assertSameAfterRestart() throws Exception {
    Home copy = home.copyTo(aside);
    try (TestHub again = TestHub.start(copy.config(), copy.data(), Map.of())) {
      estate.person().inspect(Estate.hub(again, copy), new Promises(promises));
    }
  }

  private Person.Hub hub() {
    return Estate.hub(process, home);
  }

  @Override
  public void close() throws InterruptedException {
    process.kill();
  }
}
