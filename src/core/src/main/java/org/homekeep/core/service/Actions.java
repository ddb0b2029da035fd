package org.homekeep.core.service;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.User;
import org.homekeep.core.bus.EventContext;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.service.Action.Response;
import org.homekeep.core.wire.ErrorTranslation;
import org.homekeep.core.wire.Excerpt;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.WireException;

/** The one owner of all actions. Touched on the hub's context alone. */
public final class Actions {
  /** The domain of the words of these errors. */
  private static final String HUB = "homeassistant";

  private final HubEvents events;
  private final Map<Key, Action> actions = new TreeMap<>();

  private record Key(String domain, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byDomain = domain.compareTo(other.domain);
      return byDomain != 0 ? byDomain : name.compareTo(other.name);
    }
  }

  public Actions(HubEvents events) {
    this.events = events;
  }

  /** Adds an action and fires {@code service_registered}; two of one name are a mistake. */
  public Cancellable add(Action action) {
    Key key = new Key(action.domain(), action.name());
    if (actions.putIfAbsent(key, action) != null) {
      throw new IllegalStateException("Two actions " + key);
    }
    events.fire("service_registered", named(key));
    return () -> {
      if (actions.remove(key, action)) {
        events.fire("service_removed", named(key));
      }
    };
  }

  /** All actions, by domain and name. */
  public List<Action> all() {
    return List.copyOf(actions.values());
  }

  /**
   * Does an action.
   *
   * @param wantsResponse whether the caller asks for what it gives back
   * @return what it gives back, when that was asked for
   */
  Future<Optional<JsonObject>> call(
      String domain,
      String name,
      JsonObject data,
      boolean wantsResponse,
      User user,
      EventContext context) {
    Action action = actions.get(new Key(domain, name));
    if (action == null) {
      return Future.failedFuture(notFound(domain, name));
    }
    if (!action.access().allows(user)) {
      return Future.failedFuture(new WireException(WireException.UNAUTHORIZED, "Unauthorized"));
    }
    try {
      action.shape().check(data, "data");
      requireResponse(action, wantsResponse);
    } catch (ShapeException malformed) {
      return Future.failedFuture(
          new WireException(WireException.INVALID_FORMAT, String.valueOf(malformed.getMessage())));
    } catch (ActionRefusedException refused) {
      return Future.failedFuture(refused);
    }
    events.fire(
        "call_service",
        new JsonObject().put("domain", domain).put("service", name).put("service_data", data),
        context);
    return action
        .handler()
        .handle(new ActionCall(data, wantsResponse, user, context))
        .map(response -> wantsResponse ? Optional.of(response) : Optional.empty());
  }

  private static void requireResponse(Action action, boolean wantsResponse)
      throws ActionRefusedException {
    if (wantsResponse && action.response() == Response.NONE) {
      throw new ActionRefusedException(
          "The action %s.%s gives nothing back. Call it without return_response."
              .formatted(action.domain(), action.name()),
          new ErrorTranslation(
              HUB,
              "service_does_not_support_response",
              Map.of("return_response", "return_response=True")));
    }
    if (!wantsResponse && action.response() == Response.ONLY) {
      throw new ActionRefusedException(
          "The action %s.%s is there for what it gives back. Call it with return_response."
              .formatted(action.domain(), action.name()),
          new ErrorTranslation(
              HUB,
              "service_lacks_response_request",
              Map.of("return_response", "return_response=True")));
    }
  }

  private static WireException notFound(String domain, String name) {
    String shownDomain = Excerpt.of(domain);
    String shownName = Excerpt.of(name);
    return new WireException(
        WireException.NOT_FOUND,
        "Service %s.%s not found.".formatted(shownDomain, shownName),
        new ErrorTranslation(
            HUB, "service_not_found", Map.of("domain", shownDomain, "service", shownName)));
  }

  private static JsonObject named(Key key) {
    return new JsonObject().put("domain", key.domain()).put("service", key.name());
  }
}
