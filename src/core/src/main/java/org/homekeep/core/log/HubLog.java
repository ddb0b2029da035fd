package org.homekeep.core.log;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.homekeep.core.auth.Access;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.diagnostics.EntrySecrets;
import org.homekeep.core.entry.ConfigEntries;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.Actions;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Everything about logging, put together: {@link #load} while the hub starts, {@link #register}
 * before the server listens, {@link #close} last of all.
 */
public final class HubLog {
  private static final Logger LOG = LoggerFactory.getLogger(HubLog.class);
  private static final int LONGEST_MESSAGE = 2000;
  private static final String DOMAIN = "system_log";

  private final HubRuntime runtime;
  private final SystemLog log;
  private final LogCapture capture;
  private final LogLevels levels;
  private final Map<String, String> loggers;

  private HubLog(
      HubRuntime runtime,
      SystemLog log,
      LogCapture capture,
      LogLevels levels,
      Map<String, String> loggers) {
    this.runtime = runtime;
    this.log = log;
    this.capture = capture;
    this.levels = levels;
    this.loggers = loggers;
  }

  /** Sets the levels that were stored, and begins to collect warnings. */
  public static Future<HubLog> load(
      HubRuntime runtime, Storage storage, IntegrationCatalog catalog) {
    SystemLog log = new SystemLog();
    Map<String, String> loggers = loggers(catalog);
    return LogLevels.load(storage, loggers)
        .map(
            levels ->
                new HubLog(runtime, log, LogCapture.begin(runtime, log::add), levels, loggers));
  }

  /** The loggers of the hub's own capabilities that log enough to be looked at, and of all else. */
  private static Map<String, String> loggers(IntegrationCatalog catalog) {
    Map<String, String> loggers = new TreeMap<>();
    for (String own : List.of("auth", "backup", "http", "websocket")) {
      loggers.put(own, "org.homekeep.core." + own);
    }
    catalog
        .all()
        .forEach(
            installed ->
                loggers.put(
                    installed.domain(), installed.integration().getClass().getPackageName()));
    return loggers;
  }

  /**
   * Adds the commands and the actions {@code system_log.write} and {@code system_log.clear}.
   *
   * @param entries whose secrets are never shown
   */
  public void register(
      CommandTable commands, Actions actions, HubEvents events, ConfigEntries entries) {
    new LogCommands(
            log,
            levels,
            loggers,
            events,
            runtime.worker("log", 1),
            () -> EntrySecrets.of(entries.list())::redact)
        .register(commands);
    actions.add(
        new Action(
            DOMAIN,
            "write",
            "Write",
            "Writes a line into the log of the hub.",
            "mdi:pencil",
            Access.ADMIN,
            List.of(
                field("message", true, Shapes.string(LONGEST_MESSAGE), "What to write."),
                field(
                    "level",
                    false,
                    Shapes.oneOf("debug", "info", "warning", "error", "critical"),
                    "How bad it is; an error if nothing is said."),
                field("logger", false, Shapes.string(LONGEST_MESSAGE), "Who says so.")),
            Action.Response.NONE,
            call -> write(call.data())));
    actions.add(
        new Action(
            DOMAIN,
            "clear",
            "Clear",
            "Forgets the warnings and errors that were collected.",
            "mdi:delete",
            Access.ADMIN,
            List.of(),
            Action.Response.NONE,
            call -> {
              log.clear();
              return Future.succeededFuture(new JsonObject());
            }));
  }

  /** Gives loggers their levels back, and collects no more. */
  public void close() {
    capture.end();
    levels.close();
  }

  private static Action.Field field(
      String name, boolean required, Shape shape, String description) {
    return new Action.Field(new Shapes.Key(name, required, shape), name, description);
  }

  /** Under a name of its own, so that nobody can speak in the name of the hub. */
  private static Future<JsonObject> write(JsonObject data) {
    String level = data.getString("level", "error");
    switch (level) {
      case "debug" -> entry(LOG.atDebug(), data);
      case "info" -> entry(LOG.atInfo(), data);
      case "warning" -> entry(LOG.atWarn(), data);
      default -> entry(LOG.atError(), data);
    }
    return Future.succeededFuture(new JsonObject());
  }

  private static void entry(LoggingEventBuilder line, JsonObject data) {
    line.addKeyValue("from", oneLine(data.getString("logger", "a client")))
        .log("A client reports: {}", oneLine(data.getString("message")));
  }

  /** A line of a client must not look like several of the hub. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
