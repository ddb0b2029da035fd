package org.homekeep.core.health;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.UtcTime;

/** The command {@code system_health/info} (framework.md §8.4). */
public final class SystemHealth {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Duration patience;
  private final Map<String, Source> sources = new LinkedHashMap<>();

  /** What a domain can say, and the page where it is managed. */
  private record Source(String manageUrl, List<HealthFact> facts) {}

  public SystemHealth() {
    this(PATIENCE);
  }

  /**
   * @param patience how long a fact may take
   */
  public SystemHealth(Duration patience) {
    this.patience = patience;
  }

  /**
   * Adds what a domain can say about itself.
   *
   * @param manageUrl the page where it is managed; empty when there is none
   */
  public void add(String domain, String manageUrl, List<HealthFact> facts) {
    sources.put(domain, new Source(manageUrl, List.copyOf(facts)));
  }

  /** Adds the command; what it tells about the machine is for administrators. */
  public void register(CommandTable commands) {
    commands.add(Command.of("system_health/info", Access.ADMIN, this::info));
  }

  private Future<CommandResult> info(CommandCall call) {
    Answer answer = new Answer(call);
    call.subscribed(() -> answer.cancelled = true);
    return Future.succeededFuture(CommandResult.none().then(answer::begin));
  }

  /** Why a fact is not known, without what a library may have put into its message. */
  private static String reason(Throwable failed) {
    return failed instanceof TimeoutException ? "timeout" : "unknown";
  }

  private static Object wire(Object value) {
    if (value instanceof Instant moment) {
      return new JsonObject().put("type", "date").put("value", UtcTime.format(moment));
    }
    return value instanceof HealthFailure failure
        ? new JsonObject().put("type", "failed").put("error", failure.error())
        : value;
  }

  private record Pending(String domain, String key, Future<Object> value) {}

  /** One answer: what is known at once, then the rest as it comes, then the end. */
  private final class Answer {
    private final CommandCall call;
    private final List<Pending> open = new ArrayList<>();
    private boolean cancelled;

    Answer(CommandCall call) {
      this.call = call;
    }

    void begin() {
      JsonObject data = new JsonObject();
      sources.forEach((domain, source) -> data.put(domain, describe(domain, source)));
      send(new JsonObject().put("type", "initial").put("data", data));
      Future.join(open.stream().map(this::follow).toList())
          .onComplete(done -> send(new JsonObject().put("type", "finish")));
    }

    private JsonObject describe(String domain, Source source) {
      JsonObject info = new JsonObject();
      for (HealthFact fact : source.facts()) {
        Future<Object> value = value(fact);
        if (value.succeeded()) {
          info.put(fact.key(), wire(value.result()));
        } else {
          info.put(fact.key(), new JsonObject().put("type", "pending"));
          open.add(new Pending(domain, fact.key(), value));
        }
      }
      JsonObject json = new JsonObject().put("info", info);
      return source.manageUrl().isEmpty() ? json : json.put("manage_url", source.manageUrl());
    }

    private Future<Object> value(HealthFact fact) {
      Future<Object> value = Future.<Void>succeededFuture().compose(v -> fact.value().get());
      return value.isComplete() ? value : value.timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Void> follow(Pending fact) {
      JsonObject update =
          new JsonObject()
              .put("type", "update")
              .put("domain", fact.domain())
              .put("key", fact.key());
      return fact.value()
          .map(known -> update.put("success", true).put("data", wire(known)))
          .otherwise(
              failed ->
                  update
                      .put("success", false)
                      .put("error", new JsonObject().put("msg", reason(failed))))
          .onSuccess(this::send)
          .mapEmpty();
    }

    private void send(JsonObject event) {
      if (!cancelled) {
        call.sendEvent(event);
      }
    }
  }
}
