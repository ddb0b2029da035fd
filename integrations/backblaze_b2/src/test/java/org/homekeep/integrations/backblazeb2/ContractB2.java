package org.homekeep.integrations.backblazeb2;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.contract.TestIntegrationContext;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.fault.FaultRule;

/** A B2 for the contract tests, with one bucket and one key. */
final class ContractB2 {
  private final Vertx vertx = WatchedVertx.create();
  private final TestIntegrationContext hub;
  private final B2Emulator b2;
  private final Values input;

  ContractB2(Path directory, TestIntegrationContext hub) throws Exception {
    this.hub = hub;
    b2 =
        hub.await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .firstBucket(EmulatorTest.BUCKET)
                    .partSizes(1024, 100 * 1024)));
    hub.set("service_url", b2.url()).set("part_size", EmulatorTest.PART);
    input =
        EmulatorTest.input(
            hub.await(
                b2.createKey(
                    EmulatorTest.READ_AND_WRITE,
                    List.of(EmulatorTest.BUCKET),
                    Optional.empty(),
                    Optional.empty())),
            EmulatorTest.BUCKET,
            "ha/");
  }

  Values input() {
    return input;
  }

  void breakService() throws Exception {
    hub.await(b2.faults().add(FaultRule.error("*", 500, "internal_error").times(1000)));
  }

  void close() throws Exception {
    hub.await(b2.close());
    vertx.close().await();
  }
}
