package org.homekeep.core.health;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.util.List;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/** What the hub says about itself and the machine that it runs on. */
public final class HubHealth {
  private static final long MEBIBYTE = 1024L * 1024;

  private HubHealth() {}

  /** The facts, under the domain that clients show first. */
  public static void register(SystemHealth health, HubRuntime runtime, HubDirectories directories) {
    Worker worker = runtime.worker("health", 1);
    health.add(
        "homeassistant",
        "",
        List.of(
            HealthFact.known("version", () -> HomeAssistantVersion.CURRENT),
            HealthFact.known("installation_type", () -> "Homekeep"),
            HealthFact.known("dev", () -> false),
            HealthFact.known("hassio", () -> false),
            HealthFact.known("docker", () -> false),
            HealthFact.known("virtualenv", () -> false),
            HealthFact.known("java_version", () -> property("java.version")),
            HealthFact.known("os_name", () -> property("os.name")),
            HealthFact.known("os_version", () -> property("os.version")),
            HealthFact.known("arch", () -> property("os.arch")),
            HealthFact.known("timezone", () -> runtime.clock().getZone().getId()),
            HealthFact.known("config_dir", () -> directories.config().toString())));
    health.add(
        "homekeep",
        "",
        List.of(
            HealthFact.known("data_dir", () -> directories.data().toString()),
            HealthFact.known("memory_used", HubHealth::memory),
            new HealthFact("disk_free", () -> diskFree(worker, directories))));
  }

  private static Future<Object> diskFree(Worker worker, HubDirectories directories) {
    return worker.run(
        () -> Files.getFileStore(directories.config()).getUsableSpace() / MEBIBYTE + " MiB");
  }

  private static Object memory() {
    Runtime jvm = Runtime.getRuntime();
    return "%d of %d MiB"
        .formatted((jvm.totalMemory() - jvm.freeMemory()) / MEBIBYTE, jvm.maxMemory() / MEBIBYTE);
  }

  private static Object property(String name) {
    return System.getProperty(name, "");
  }
}
