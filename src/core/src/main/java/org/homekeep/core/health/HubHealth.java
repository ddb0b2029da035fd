package org.homekeep.core.health;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.HubVersion;
import org.homekeep.core.runtime.SystemFacts;
import org.homekeep.core.runtime.Worker;

/** What the hub says about itself and the machine that it runs on. */
public final class HubHealth {
  private static final long MEBIBYTE = 1024L * 1024;

  private HubHealth() {}

  /** The facts, under the domain that clients show first. */
  public static void register(SystemHealth health, HubRuntime runtime, HubDirectories directories) {
    Worker worker = runtime.worker("health", 1);
    List<HealthFact> system = new ArrayList<>();
    SystemFacts.of(runtime.clock())
        .forEach((key, value) -> system.add(HealthFact.known(key, () -> value)));
    system.add(HealthFact.known("config_dir", () -> directories.config().toString()));
    health.add("homeassistant", "", system);
    Instant started = runtime.clock().instant();
    health.add(
        "homekeep",
        "",
        List.of(
            HealthFact.known("homekeep_version", HubVersion::text),
            HealthFact.known("data_dir", () -> directories.data().toString()),
            HealthFact.known("running_since", () -> started),
            HealthFact.known("memory_used", HubHealth::memory),
            new HealthFact("disk_free", () -> diskFree(worker, directories))));
  }

  private static Future<Object> diskFree(Worker worker, HubDirectories directories) {
    return worker
        .<Object>run(
            () -> Files.getFileStore(directories.config()).getUsableSpace() / MEBIBYTE + " MiB")
        .otherwise(new HealthFailure("The file system of the configuration does not answer."));
  }

  private static Object memory() {
    Runtime jvm = Runtime.getRuntime();
    return "%d of %d MiB"
        .formatted((jvm.totalMemory() - jvm.freeMemory()) / MEBIBYTE, jvm.maxMemory() / MEBIBYTE);
  }
}
