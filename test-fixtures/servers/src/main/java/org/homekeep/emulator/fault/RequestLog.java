package org.homekeep.emulator.fault;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests of one emulator, in the order they came; touched on its context only. */
public final class RequestLog {
  private static final int CAPACITY = 10_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long order;
  private long dropped;

  /** Notes a request as it comes. */
  public Entry begin(String call, int version, HttpServerRequest request) {
    if (entries.size() == CAPACITY) {
      entries.removeFirst();
      dropped++;
    }
    Entry entry = new Entry(++order, call, version, request.method().name());
    entries.addLast(entry);
    return entry;
  }

  /** The requests still remembered, oldest first. */
  public List<LoggedRequest> list() {
    return entries.stream().map(Entry::snapshot).toList();
  }

  /** How many requests were too old to be remembered. */
  public long dropped() {
    return dropped;
  }

  /** Forgets all requests; counting goes on. */
  public void clear() {
    entries.clear();
    dropped = 0;
  }

  /** A request that may still be running. */
  public static final class Entry {
    private final long order;
    private final String call;
    private final int version;
    private final String method;
    private int status;
    private long received;
    private long sent;
    private String fault = "";

    private Entry(long order, String call, int version, String method) {
      this.order = order;
      this.call = call;
      this.version = version;
      this.method = method;
    }

    /** Notes the fault that fired. */
    public void fault(FaultRule rule) {
      fault = rule.action().text();
    }

    /** Notes the status that is being sent. */
    public void status(int value) {
      status = value;
    }

    /** Notes how many body bytes have been received so far. */
    public void received(long bytes) {
      received = bytes;
    }

    /** Notes that body bytes have been sent. */
    public void sent(long bytes) {
      sent += bytes;
    }

    private LoggedRequest snapshot() {
      return new LoggedRequest(order, call, version, method, status, received, sent, fault);
    }
  }
}
