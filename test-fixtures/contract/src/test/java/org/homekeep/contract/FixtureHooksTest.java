package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.api.Integration;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;

class FixtureHooksTest extends BackupHooksContract {
  private final AtomicInteger resting = new AtomicInteger();
  private final FixtureIntegration fixture = new FixtureIntegration();

  FixtureHooksTest() {
    fixture.hooks =
        Optional.of(
            new BackupHooks() {
              @Override
              public Future<Void> beforeBackup() {
                resting.set(1);
                return Future.succeededFuture();
              }

              @Override
              public Future<Void> afterBackup() {
                resting.set(0);
                return Future.succeededFuture();
              }
            });
  }

  @Override
  protected Integration integration() {
    return fixture;
  }

  @Override
  protected Values rightInput() {
    return FixtureFlowTest.input("good");
  }

  @AfterEach
  void nothing_rests() {
    assertThat(resting).hasValue(0);
  }
}
