package org.homekeep.core.backup.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.homekeep.core.backup.agent.CopyId;
import org.junit.jupiter.api.Test;

class AuditEntryTest {
  @Test
  void its_line_says_which_copy_was_deleted_by_whom_and_why() {
    AuditEntry entry =
        new AuditEntry(
            AuditEntry.Step.DELETING,
            new CopyId("aaaa0001", "test.nas"),
            Actor.user("olga"),
            AuditEntry.ASKED,
            "A person deleted the backup everywhere.");

    assertThat(entry.deleted().json())
        .isEqualTo(
            new JsonObject()
                .put("step", "deleted")
                .put("backup_id", "aaaa0001")
                .put("agent_id", "test.nas")
                .put("by", "user")
                .put("user", "olga")
                .put("reason", "asked")
                .put("message", "A person deleted the backup everywhere."));
  }
}
