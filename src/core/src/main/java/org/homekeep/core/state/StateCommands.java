package org.homekeep.core.state;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.EncodedEvent;

/**
 * The commands {@code get_states}, {@code subscribe_entities} and {@code entity/source}
 * (framework.md §1.5, §1.6). Everyone who has logged in may see every state.
 */
public final class StateCommands {
  private final States states;
  private final Set<Listener> listeners = new LinkedHashSet<>();

  private record Listener(CommandCall call, EntityFilter filter) {}

  public StateCommands(States states) {
    this.states = states;
    states.listen(this::tell);
  }

  /** Adds the commands. */
  public void register(CommandTable commands) {
    commands.add(Command.of("get_states", Access.USER, this::all));
    commands.add(
        Command.of("subscribe_entities", Access.USER, this::subscribe, EntityFilter.keys()));
    commands.add(Command.of("entity/source", Access.USER, this::sources));
  }

  private Future<CommandResult> all(CommandCall call) {
    JsonArray all = new JsonArray();
    states.all().forEach(state -> all.add(state.json()));
    return Future.succeededFuture(CommandResult.of(all));
  }

  private Future<CommandResult> subscribe(CommandCall call) {
    Listener listener = new Listener(call, EntityFilter.of(call.fields()));
    call.subscribed(() -> listeners.remove(listener));
    return Future.succeededFuture(CommandResult.none().then(() -> begin(listener)));
  }

  /** Nothing happens between the snapshot and the first change, so that none is lost. */
  private void begin(Listener listener) {
    List<EntityState> wanted =
        states.all().stream().filter(state -> listener.filter().test(state.entityId())).toList();
    listeners.add(listener);
    listener.call().sendEvent(CompressedState.added(wanted));
  }

  private Future<CommandResult> sources(CommandCall call) {
    JsonObject sources = new JsonObject();
    states
        .all()
        .forEach(
            state -> sources.put(state.entityId(), new JsonObject().put("domain", state.domain())));
    return Future.succeededFuture(CommandResult.of(sources));
  }

  private void tell(StateChange change) {
    List<Listener> wanting =
        listeners.stream().filter(each -> each.filter().test(change.entityId())).toList();
    if (!wanting.isEmpty()) {
      EncodedEvent text = EncodedEvent.of(change.compressed());
      wanting.forEach(each -> each.call().sendEncoded(text));
    }
  }
}
