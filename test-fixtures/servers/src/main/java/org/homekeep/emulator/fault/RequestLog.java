package org.homekeep.emulator.fault;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The last requests of one emulator, in the order they came, and how many there were of each kind;
 * touched on its context only.
 */
public final class RequestLog {
  private static final int CAPACITY = 10_000;
  private static final int MOST_HEADERS = 40;
  private static final int MOST_CHARACTERS = 500;
  private static final int MOST_KINDS = 200;
  private static final Set<String> SECRET_HEADERS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "x-bz-server-side-encryption-customer-key",
          "x-bz-server-side-encryption-customer-key-md5");
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)([?&](?:authorization|x-amz-signature)=)[^&]*");

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Traffic> traffic = new TreeMap<>();
  private long order;
  private long dropped;

  /** Notes a request as it comes. */
  public Entry begin(String call, int version, HttpServerRequest request) {
    if (entries.size() == CAPACITY) {
      entries.removeFirst();
      dropped++;
    }
    Entry entry = new Entry(++order, call, version, request, trafficOf(call));
    entries.addLast(entry);
    return entry;
  }

  private Traffic trafficOf(String call) {
    boolean known = traffic.containsKey(call) || traffic.size() < MOST_KINDS;
    Traffic found = traffic.computeIfAbsent(known ? call : "other", ignored -> new Traffic());
    found.requests++;
    return found;
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

  /** What there was of each call since the start, or since it was forgotten. */
  public Map<String, Traffic> traffic() {
    return Collections.unmodifiableMap(traffic);
  }

  /** Begins to count the calls anew. */
  public void clearTraffic() {
    traffic.clear();
  }

  /** How much there was of one call. */
  public static final class Traffic {
    private long requests;
    private long received;
    private long sent;

    /** How many requests. */
    public long requests() {
      return requests;
    }

    /** How many body bytes were received. */
    public long received() {
      return received;
    }

    /** How many body bytes were sent. */
    public long sent() {
      return sent;
    }
  }

  /** A request that may still be running. */
  public static final class Entry {
    private final long order;
    private final String call;
    private final int version;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final Traffic traffic;
    private int status;
    private long received;
    private long sent;
    private String fault = "";

    private Entry(
        long order, String call, int version, HttpServerRequest request, Traffic traffic) {
      this.order = order;
      this.call = call;
      this.version = version;
      this.method = request.method().name();
      this.path = shortened(SECRET_PARAMETER.matcher(request.uri()).replaceAll("$1***"));
      this.headers = headersOf(request);
      this.traffic = traffic;
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
      traffic.received += bytes - received;
      received = bytes;
    }

    /** Notes that body bytes have been sent. */
    public void sent(long bytes) {
      traffic.sent += bytes;
      sent += bytes;
    }

    private LoggedRequest snapshot() {
      return new LoggedRequest(
          order, call, version, method, path, headers, status, received, sent, fault);
    }

    private static Map<String, String> headersOf(HttpServerRequest request) {
      Map<String, String> headers = new LinkedHashMap<>();
      request
          .headers()
          .forEach(
              (name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (headers.size() < MOST_HEADERS && !SECRET_HEADERS.contains(lower)) {
                  headers.put(lower, shortened(value));
                }
              });
      return Collections.unmodifiableMap(headers);
    }

    private static String shortened(String text) {
      return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
  }
}
