package org.homekeep.core.backup.testing;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.homekeep.api.backup.BackupHooks;

/** Hooks that write down when they are called, and end as they are told. */
public final class MemoryHooks implements BackupHooks {
  private final String name;
  private final List<String> calls;
  private Supplier<Future<Void>> before = Future::succeededFuture;
  private Supplier<Future<Void>> after = Future::succeededFuture;

  /**
   * Hooks of a name.
   *
   * @param calls gets {@code <name> before} and {@code <name> after}
   */
  public MemoryHooks(String name, List<String> calls) {
    this.name = name;
    this.calls = calls;
  }

  /** From now on it gets ready so. */
  public MemoryHooks before(Supplier<Future<Void>> how) {
    before = how;
    return this;
  }

  /** From now on it goes on so. */
  public MemoryHooks after(Supplier<Future<Void>> how) {
    after = how;
    return this;
  }

  @Override
  public Future<Void> beforeBackup() {
    calls.add(name + " before");
    return before.get();
  }

  @Override
  public Future<Void> afterBackup() {
    calls.add(name + " after");
    return after.get();
  }
}
