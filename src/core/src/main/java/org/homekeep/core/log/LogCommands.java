package org.homekeep.core.log;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.homekeep.core.auth.Access;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands {@code system_log/list} and {@code logger/*} (framework.md §8.4). */
final class LogCommands {
  private final SystemLog log;
  private final LogLevels levels;
  private final Map<String, String> loggers;
  private final HubEvents events;
  private final Worker worker;
  private final Redactions redactions;

  /** Gives what takes the secrets of this moment out of a document. */
  @FunctionalInterface
  interface Redactions {
    UnaryOperator<JsonObject> now();
  }

  /**
   * @param loggers domain → the name of its logger
   */
  LogCommands(
      SystemLog log,
      LogLevels levels,
      Map<String, String> loggers,
      HubEvents events,
      Worker worker,
      Redactions redactions) {
    this.log = log;
    this.levels = levels;
    this.loggers = loggers;
    this.events = events;
    this.worker = worker;
    this.redactions = redactions;
  }

  void register(CommandTable commands) {
    commands.add(Command.of("system_log/list", Access.ADMIN, this::list));
    commands.add(Command.of("logger/log_info", Access.USER, this::info));
    commands.add(
        Command.of(
            "logger/integration_log_level",
            Access.ADMIN,
            this::setLevel,
            Shapes.Key.required("integration", Shapes.string()),
            Shapes.Key.required("level", Shapes.oneOf(LogLevels.names().toArray(String[]::new))),
            Shapes.Key.required(
                "persistence",
                Shapes.oneOf(
                    Stream.of(Persistence.values())
                        .map(Persistence::wireName)
                        .toArray(String[]::new)))));
  }

  /** Libraries may log what they were given; what is known to be secret is taken out here. */
  private Future<CommandResult> list(CommandCall call) {
    JsonObject all = new JsonObject().put("log", log.list());
    UnaryOperator<JsonObject> redaction = redactions.now();
    return worker
        .run(() -> redaction.apply(all))
        .map(clean -> CommandResult.of(clean.getJsonArray("log")));
  }

  private Future<CommandResult> info(CommandCall call) {
    JsonArray info = new JsonArray();
    loggers.forEach(
        (domain, logger) ->
            info.add(
                new JsonObject()
                    .put("domain", domain)
                    .put("level", LogLevels.of(logger).number())));
    return Future.succeededFuture(CommandResult.of(info));
  }

  private Future<CommandResult> setLevel(CommandCall call) {
    JsonObject fields = call.fields();
    String domain = fields.getString("integration");
    Optional<String> logger = Optional.ofNullable(loggers.get(domain));
    if (logger.isEmpty()) {
      return Future.failedFuture(
          new WireException(WireException.NOT_FOUND, "Integration not found"));
    }
    ChosenLevel chosen =
        new ChosenLevel(
            LogLevel.valueOf(fields.getString("level")),
            Persistence.valueOf(fields.getString("persistence").toUpperCase(Locale.ROOT)));
    Future<Void> set = levels.set(domain, logger.get(), chosen);
    events.fire("logging_changed", new JsonObject());
    return set.map(CommandResult.none());
  }
}
