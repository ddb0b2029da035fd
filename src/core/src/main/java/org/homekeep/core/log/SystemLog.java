package org.homekeep.core.log;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last warnings and errors; what was logged at the same place for the same cause counts as one
 * (framework.md §8.4). Touched on the hub's context alone.
 */
final class SystemLog {
  private static final int MOST_ENTRIES = 50;
  private static final int MOST_MESSAGES = 5;
  private static final double MICROS = 1_000_000;

  /** In the order in which they were logged last. */
  private final Map<LogRecord.Kind, Entry> entries = new LinkedHashMap<>();

  private static final class Entry {
    private final Deque<String> messages = new ArrayDeque<>();
    private final Instant first;
    private LogRecord last;
    private int count;

    Entry(LogRecord record) {
      this.first = record.time();
      this.last = record;
    }

    void add(LogRecord record) {
      last = record;
      count++;
      messages.remove(record.message());
      messages.addLast(record.message());
      if (messages.size() > MOST_MESSAGES) {
        messages.removeFirst();
      }
    }

    JsonObject json() {
      return new JsonObject()
          .put("name", last.logger())
          .put("message", new JsonArray(messages.stream().toList()))
          .put("level", last.level())
          .put("source", new JsonArray().add(last.file()).add(last.line()))
          .put("exception", last.exception())
          .put("count", count)
          .put("timestamp", seconds(last.time()))
          .put("first_occurred", seconds(first));
    }
  }

  void add(LogRecord record) {
    LogRecord.Kind kind = record.kind();
    Entry known = entries.remove(kind);
    Entry entry = known == null ? new Entry(record) : known;
    entry.add(record);
    entries.put(kind, entry);
    if (entries.size() > MOST_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  void clear() {
    entries.clear();
  }

  /** The newest first. */
  JsonArray list() {
    Deque<JsonObject> newestFirst = new ArrayDeque<>();
    entries.values().forEach(entry -> newestFirst.addFirst(entry.json()));
    JsonArray list = new JsonArray();
    newestFirst.forEach(list::add);
    return list;
  }

  private static double seconds(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment) / MICROS;
  }
}
