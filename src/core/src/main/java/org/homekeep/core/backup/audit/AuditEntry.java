package org.homekeep.core.backup.audit;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.homekeep.core.backup.agent.CopyId;

/**
 * One line about one copy: that it is about to be deleted, or what came of that.
 *
 * @param reason a code, such as {@code beyond_copies} or {@code asked}
 * @param message a sentence for people
 */
public record AuditEntry(Step step, CopyId copy, Actor by, String reason, String message) {

  /** The reason of what a person wanted. */
  public static final String ASKED = "asked";

  /** How far a deletion is. */
  public enum Step {
    DELETING,
    DELETED,
    /** There was no such copy. */
    ABSENT,
    FAILED;

    /** The name in the log. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same deletion, carried out. */
  public AuditEntry deleted() {
    return new AuditEntry(Step.DELETED, copy, by, reason, message);
  }

  /** The same deletion, of which it turned out that nothing was there. */
  public AuditEntry absent() {
    return new AuditEntry(Step.ABSENT, copy, by, reason, message);
  }

  /** The same deletion, which did not happen. */
  public AuditEntry failed(String why) {
    return new AuditEntry(Step.FAILED, copy, by, reason, why);
  }

  JsonObject json() {
    return new JsonObject()
        .put("step", step.wireName())
        .put("backup_id", copy.backupId())
        .put("agent_id", copy.agentId())
        .put("by", by.kind().wireName())
        .put("user", by.user().orElse(null))
        .put("reason", reason)
        .put("message", message);
  }
}
