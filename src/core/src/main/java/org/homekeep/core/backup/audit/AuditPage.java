package org.homekeep.core.backup.audit;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some lines of the log.
 *
 * @param lines newest first
 * @param next where the next page begins; empty when there is none
 */
public record AuditPage(List<JsonObject> lines, OptionalLong next) {
  public AuditPage {
    lines = List.copyOf(lines);
  }
}
