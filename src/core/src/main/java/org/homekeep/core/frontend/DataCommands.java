package org.homekeep.core.frontend;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.homekeep.core.auth.Access;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * The commands {@code frontend/{get,set,subscribe}_{user,system}_data} (framework.md §7.2). What
 * concerns everyone is set by administrators.
 */
final class DataCommands {
  /** What may stand in the name of a document. */
  private static final Pattern USER_ID = Pattern.compile("[0-9a-zA-Z_-]{1,64}");

  private final Storage storage;
  private final Map<String, Store<JsonObject>> stores = new HashMap<>();
  private final Map<String, Future<KeptData>> documents = new HashMap<>();

  /** Finds the document that a call is about. */
  @FunctionalInterface
  private interface Target {
    Future<KeptData> of(CommandCall call);
  }

  DataCommands(Storage storage) {
    this.storage = storage;
  }

  void register(CommandTable commands) {
    register(commands, "user", Access.USER, this::ofUser);
    register(commands, "system", Access.ADMIN, call -> document("frontend.system_data"));
  }

  private static void register(CommandTable commands, String whose, Access set, Target target) {
    Shapes.Key anyKey = Shapes.Key.optional("key", Shapes.string(KeptData.LONGEST_KEY));
    commands.add(
        Command.of(
            "frontend/get_" + whose + "_data", Access.USER, call -> get(target, call), anyKey));
    commands.add(
        Command.of(
            "frontend/set_" + whose + "_data",
            set,
            call -> set(target, call),
            Shapes.Key.required("key", Shapes.string(KeptData.LONGEST_KEY)),
            Shapes.Key.required("value", Shapes.anything())));
    commands.add(
        Command.of(
            "frontend/subscribe_" + whose + "_data",
            Access.USER,
            call -> subscribe(target, call),
            anyKey));
  }

  private static Future<CommandResult> get(Target target, CommandCall call) {
    return target.of(call).map(data -> CommandResult.of(data.event(key(call))));
  }

  private static Future<CommandResult> set(Target target, CommandCall call) {
    return target
        .of(call)
        .compose(data -> data.set(call.fields().getString("key"), call.fields().getValue("value")))
        .map(CommandResult.none());
  }

  /** The first event comes before the result (framework.md §1.5). */
  private static Future<CommandResult> subscribe(Target target, CommandCall call) {
    Optional<String> key = key(call);
    return target
        .of(call)
        .compose(
            data ->
                data.listen(call.principal().user().id(), key, call::sendEncoded)
                    .map(
                        listening -> {
                          call.subscribed(listening);
                          call.sendEvent(data.event(key));
                          return CommandResult.none();
                        }));
  }

  private static Optional<String> key(CommandCall call) {
    return Optional.ofNullable(call.fields().getString("key"));
  }

  private Future<KeptData> ofUser(CommandCall call) {
    String userId = call.principal().user().id();
    return USER_ID.matcher(userId).matches()
        ? document("frontend.user_data_" + userId)
        : Future.failedFuture(
            new WireException(WireException.NOT_SUPPORTED, "Nothing can be kept for this user."));
  }

  /** A document is read once; what could not be read is tried again. */
  private Future<KeptData> document(String name) {
    Future<KeptData> known = documents.get(name);
    if (known != null && !known.failed()) {
      return known;
    }
    Future<KeptData> loading =
        KeptData.load(
            stores.computeIfAbsent(
                name, key -> storage.open(StoreKey.of(key, 1, 1), new KeptDataCodec())));
    documents.put(name, loading);
    return loading;
  }
}
