package org.homekeep.core.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;
import org.slf4j.LoggerFactory;

/**
 * How much each integration logs. What is set here ends with the hub: the process logs then as it
 * did before. Touched on the hub's context alone.
 */
final class LogLevels {
  private final Kept<Map<String, ChosenLevel>> stored;
  private final Map<String, Optional<Level>> before = new HashMap<>();

  private LogLevels(Kept<Map<String, ChosenLevel>> stored) {
    this.stored = stored;
  }

  /**
   * Reads what is stored.
   *
   * @param loggers domain → the name of its logger
   */
  static Future<LogLevels> load(Storage storage, Map<String, String> loggers) {
    return Kept.open(storage.open(HubDocuments.LOG_LEVELS, new LevelCodec()), Map.of())
        .map(
            stored -> {
              LogLevels levels = new LogLevels(stored);
              levels.apply(loggers);
              return levels;
            });
  }

  /** What was to stay for one start stays for this one. */
  private void apply(Map<String, String> loggers) {
    stored
        .get()
        .forEach(
            (domain, chosen) ->
                Optional.ofNullable(loggers.get(domain))
                    .ifPresent(logger -> setLevel(logger, chosen.level())));
    stored.record(
        before -> {
          Map<String, ChosenLevel> after = new TreeMap<>(before);
          after.values().removeIf(chosen -> chosen.persistence() == Persistence.ONCE);
          return after;
        });
  }

  /** Sets the level of an integration; when the future succeeds, it is on the disk if it stays. */
  Future<Void> set(String domain, String logger, ChosenLevel chosen) {
    return stored
        .change(
            before -> {
              Map<String, ChosenLevel> after = new TreeMap<>(before);
              after.remove(domain);
              if (chosen.persistence() != Persistence.NONE) {
                after.put(domain, chosen);
              }
              return after;
            })
        .onSuccess(kept -> setLevel(logger, chosen.level()))
        .mapEmpty();
  }

  /** The level that is in force. */
  static LogLevel of(String logger) {
    return LoggerFactory.getLogger(logger) instanceof Logger logback
        ? LogLevel.of(logback.getEffectiveLevel())
        : LogLevel.NOTSET;
  }

  /** Gives every logger the level back that it had. */
  void close() {
    before.forEach(
        (name, level) -> {
          if (LoggerFactory.getLogger(name) instanceof Logger logback) {
            logback.setLevel(level.orElse(null));
          }
        });
    before.clear();
  }

  private void setLevel(String name, LogLevel level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logback) {
      before.putIfAbsent(name, Optional.ofNullable(logback.getLevel()));
      logback.setLevel(level.logback().orElse(null));
    }
  }

  /** The names of levels that clients may send. */
  static List<String> names() {
    return List.of(LogLevel.values()).stream().map(LogLevel::name).toList();
  }
}
