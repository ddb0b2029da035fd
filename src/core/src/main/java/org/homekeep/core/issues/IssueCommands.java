package org.homekeep.core.issues;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Excerpt;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * The commands {@code repairs/*} (framework.md §9.2). What hides an issue from others, or carries
 * data of it, is for administrators (§14.10).
 */
public final class IssueCommands {
  private final IssueRegistry issues;

  public IssueCommands(IssueRegistry issues) {
    this.issues = issues;
  }

  /** Adds the commands. */
  public void register(CommandTable commands) {
    commands.add(Command.of("repairs/list_issues", Access.USER, this::list));
    commands.add(
        Command.of(
            "repairs/get_issue_data",
            Access.ADMIN,
            this::data,
            Shapes.Key.required("domain", Shapes.string()),
            Shapes.Key.required("issue_id", Shapes.string())));
    commands.add(
        Command.of(
            "repairs/ignore_issue",
            Access.ADMIN,
            this::ignore,
            Shapes.Key.required("domain", Shapes.string()),
            Shapes.Key.required("issue_id", Shapes.string()),
            Shapes.Key.required("ignore", Shapes.bool())));
  }

  private Future<CommandResult> list(CommandCall call) {
    return Future.succeededFuture(CommandResult.of(new JsonObject().put("issues", issues.list())));
  }

  private Future<CommandResult> data(CommandCall call) {
    String issueId = call.fields().getString("issue_id");
    Optional<RegisteredIssue> found = issues.find(call.fields().getString("domain"), issueId);
    if (found.isEmpty()) {
      return unknown(issueId);
    }
    Map<String, String> data = found.get().data();
    JsonObject json = new JsonObject();
    data.forEach(json::put);
    return Future.succeededFuture(
        CommandResult.of(new JsonObject().put("issue_data", data.isEmpty() ? null : json)));
  }

  private Future<CommandResult> ignore(CommandCall call) {
    String issueId = call.fields().getString("issue_id");
    boolean found =
        issues.ignore(
            call.fields().getString("domain"), issueId, call.fields().getBoolean("ignore"));
    return found ? CommandResult.done() : unknown(issueId);
  }

  private static Future<CommandResult> unknown(String issueId) {
    return Future.failedFuture(
        new WireException("unknown_issue", "Issue '%s' not found".formatted(Excerpt.of(issueId))));
  }
}
