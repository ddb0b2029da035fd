package org.homekeep.integrations.backblazeb2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.AgentBackup;

/** A B2 with as many backups as a test wants. */
abstract class ManyBackups extends EmulatorTest {
  /** One of every night, made by a home with thirty add-ons. */
  static AgentBackup night(int number) {
    return new AgentBackup(
        "%08x".formatted(number),
        "Automatic backup 2026.4.1",
        "2026-04-07T05:10:47.%06d+02:00".formatted(number),
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    new AddonInfo(
                        Optional.of("Add-on with number " + i),
                        "core_addon_" + i,
                        Optional.of("12.3." + i)))
            .toList(),
        List.of(),
        true,
        true,
        Optional.of("2026.4.1"),
        Map.of("with_automatic_settings", true, "instance_id", "abc"),
        true,
        10);
  }

  static String base(int number) {
    return "ha/Automatic_backup_2026.4.1_2026-04-07_05.10_47%06d".formatted(number);
  }

  /** Puts so many backups there. */
  void plant(int from, int to) throws Exception {
    JsonArray files = new JsonArray();
    for (int i = from; i < to; i++) {
      files.add(new JsonObject().put("name", base(i) + ".tar").put("size", 10));
      files.add(
          new JsonObject()
              .put("name", base(i) + ".metadata.json")
              .put("content", new String(Sidecar.write(night(i)), StandardCharsets.UTF_8)));
    }
    hub.await(b2.seed(new JsonObject().put("files", files)));
  }

  /** How often B2 was asked that. */
  int count(String call) throws Exception {
    return hub.await(b2.counters())
        .getJsonObject("calls")
        .getJsonObject(call, new JsonObject())
        .getInteger("requests", 0);
  }
}
