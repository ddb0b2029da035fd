package org.homekeep.core.backup.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.ledger.Damage;
import org.homekeep.core.backup.ledger.Verification;
import org.homekeep.core.backup.manager.Keeping;
import org.homekeep.core.backup.manager.ManagerBackup;
import org.homekeep.core.backup.retention.HeldCopy;
import org.homekeep.core.backup.retention.Judgement;
import org.homekeep.core.wire.UtcTime;

/** The answers of the commands about what is kept. */
final class KeepingJson {
  private KeepingJson() {}

  static JsonObject preview(Keeping.Preview preview, Keeping keeping) {
    Map<String, ManagerBackup> backups =
        preview.listing().backups().stream()
            .collect(Collectors.toMap(ManagerBackup::backupId, Function.identity()));
    JsonArray copies = new JsonArray();
    long bytes = 0;
    for (Judgement judgement : preview.judgements()) {
      HeldCopy copy = judgement.copy();
      ManagerBackup backup = backups.get(copy.backupId());
      AgentBackup held = backup == null ? null : backup.copies().get(copy.agentId());
      if (held == null) {
        continue;
      }
      bytes += judgement.deletes() ? held.size() : 0;
      copies.add(
          new JsonObject()
              .put("backup_id", copy.backupId())
              .put("agent_id", copy.agentId())
              .put("name", held.name())
              .put("date", held.date())
              .put("size", held.size())
              .put("pinned", copy.pinned())
              .put(
                  "verified",
                  keeping.verification(copy.agentId(), held).map(KeepingJson::write).orElse(null))
              .put(
                  "damaged",
                  keeping
                      .damage(new CopyId(copy.backupId(), copy.agentId()))
                      .map(KeepingJson::write)
                      .orElse(null))
              .put("action", judgement.deletes() ? "delete" : "keep")
              .put("reason", judgement.reason().code())
              .put("message", judgement.reason().sentence()));
    }
    return new JsonObject()
        .put("agent_errors", ManagerJson.map(preview.listing().agentErrors()))
        .put("copies", copies)
        .put("bytes_deleted", bytes);
  }

  static JsonObject write(Verification verification) {
    return new JsonObject()
        .put("how", verification.how().wireName())
        .put("at", UtcTime.format(verification.at()));
  }

  private static JsonObject write(Damage damage) {
    return new JsonObject()
        .put("message", damage.evidence())
        .put("at", UtcTime.format(damage.at()));
  }
}
