package org.homekeep.emulator.b2;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls that take and answer JSON, by name. */
final class CallTable {
  private final Map<String, JsonCall> calls = new HashMap<>();
  private final Set<String> reads = new HashSet<>();

  static CallTable of(Service service) {
    CallTable table = new CallTable();
    new BucketCalls(service).register(table);
    new KeyCalls(service).register(table);
    new UploadUrlCalls(service).register(table);
    new LargeFileCalls(service).register(table);
    new ListingCalls(service).register(table);
    new FileCalls(service).register(table);
    new CopyCalls(service).register(table);
    new LockCalls(service).register(table);
    return table;
  }

  /** Adds a call that changes something: POST alone. */
  void write(String name, JsonCall call) {
    calls.put(name, call);
  }

  /** Adds a call that only reads: POST, or GET with a query. */
  void read(String name, JsonCall call) {
    calls.put(name, call);
    reads.add(name);
  }

  Optional<JsonCall> find(String name) {
    return Optional.ofNullable(calls.get(name));
  }

  boolean isRead(String name) {
    return reads.contains(name);
  }
}
