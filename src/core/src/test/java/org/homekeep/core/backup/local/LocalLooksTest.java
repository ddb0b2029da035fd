package org.homekeep.core.backup.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.Vectors;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.runtime.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the directory that are under way at the same time. */
class LocalLooksTest {
  @TempDir private Path directory;
  private final List<Runnable> ends = new ArrayList<>();

  /** Looks at once, and says what it has seen when the test wants that. */
  private final Worker looking =
      new Worker() {
        @Override
        public <T> Future<T> run(Callable<T> work) {
          Promise<T> answer = Promise.promise();
          try {
            T seen = work.call();
            ends.add(() -> answer.complete(seen));
          } catch (Exception failed) {
            ends.add(() -> answer.fail(failed));
          }
          return answer.future();
        }
      };

  private final ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V3);

  private LocalAgent agent() {
    return new LocalAgent(
        new LocalDirectory(directory),
        engine,
        looking,
        looking,
        pretenders -> assertThat(pretenders).isEmpty(),
        id -> OptionalLong.empty(),
        List::of);
  }

  @Test
  void the_one_that_began_last_counts_whichever_ends_last() throws Exception {
    Path archive = directory.resolve("a.tar");
    Files.copy(Vectors.path("ha-v3-gz-2026.4.1.tar"), archive);
    String id = engine.describe(archive).backupId();
    LocalAgent agent = agent();
    Future<?> before = agent.listBackups();
    Files.delete(archive);
    Future<?> after = agent.listBackups();

    ends.get(1).run();
    ends.get(0).run();

    assertThat(before.succeeded()).isTrue();
    assertThat(after.result()).isEqualTo(List.of());
    assertThat(agent.isStored(id)).isFalse();
  }
}
