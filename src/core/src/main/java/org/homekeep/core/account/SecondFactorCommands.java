package org.homekeep.core.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.SecondFactors;
import org.homekeep.core.auth.User;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * Setting an authenticator app up and taking it away: {@code auth/setup_mfa}, {@code
 * auth/depose_mfa} (framework.md §2.5). Owns the set-ups that are under way, one a user.
 */
final class SecondFactorCommands {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int MOST = 64;

  /** A secret that an app may have by now, and the user has not yet shown a code of. */
  private record SetUp(String id, User user, Secret secret, Instant started) {}

  private final Clock clock;
  private final Worker worker;
  private final AuthManager auth;
  private final Map<String, SetUp> setUps = new LinkedHashMap<>();

  SecondFactorCommands(HubRuntime runtime, AuthManager auth) {
    this.clock = runtime.clock();
    this.worker = runtime.worker("qr", 1);
    this.auth = auth;
  }

  void register(CommandTable commands) {
    commands.add(
        Command.of(
            "auth/setup_mfa",
            Access.USER,
            this::setUp,
            Shapes.Key.optional("mfa_module_id", Shapes.string()),
            Shapes.Key.optional("flow_id", Shapes.string()),
            Shapes.Key.optional("user_input", Shapes.anything())));
    commands.add(
        Command.of(
            "auth/depose_mfa",
            Access.USER,
            this::depose,
            Shapes.Key.required("mfa_module_id", Shapes.string())));
    commands.add(
        Command.of(
            "homekeep/remove_second_factor",
            Access.ADMIN,
            this::remove,
            Shapes.Key.required("user_id", Shapes.string())));
  }

  private Future<CommandResult> setUp(CommandCall call) {
    JsonObject fields = call.fields();
    if (fields.containsKey("flow_id") == fields.containsKey("mfa_module_id")) {
      return AccountErrors.fail(
          WireException.INVALID_FORMAT, "Give either mfa_module_id or flow_id.");
    }
    return fields.containsKey("flow_id") ? confirm(call) : begin(call);
  }

  private Future<CommandResult> begin(CommandCall call) {
    User user = call.principal().user();
    String module = call.fields().getString("mfa_module_id");
    if (!module.equals(SecondFactors.MODULE)) {
      return noModule(module);
    }
    if (auth.secondFactors().isEnabled(user)) {
      return AccountErrors.fail(
          WireException.HOME_ASSISTANT_ERROR,
          "An authenticator app is set up already. Turn it off first to use another one.");
    }
    Instant now = clock.instant();
    setUps
        .values()
        .removeIf(
            old -> old.user().id().equals(user.id()) || old.started().plus(LIFETIME).isBefore(now));
    if (setUps.size() >= MOST) {
      setUps.remove(setUps.keySet().iterator().next());
    }
    SetUp begun = new SetUp(HexId.next(), user, auth.secondFactors().newSecret(), now);
    setUps.put(begun.id(), begun);
    return form(begun, new JsonObject());
  }

  private Future<CommandResult> confirm(CommandCall call) {
    Optional<SetUp> begun =
        Optional.ofNullable(setUps.get(call.fields().getString("flow_id")))
            .filter(each -> each.user().id().equals(call.principal().user().id()))
            .filter(each -> !each.started().plus(LIFETIME).isBefore(clock.instant()));
    if (begun.isEmpty()) {
      return AccountErrors.fail(
          WireException.NOT_FOUND, "This set-up is over. Close it and begin again.");
    }
    if (!(call.fields().getValue("user_input") instanceof JsonObject input)) {
      return form(begun.get(), new JsonObject());
    }
    if (!(input.getValue("code") instanceof String code) || input.size() != 1) {
      return AccountErrors.fail(WireException.INVALID_FORMAT, "User input malformed");
    }
    SetUp flow = begun.get();
    return AccountErrors.wired(auth.secondFactors().enable(flow.user(), flow.secret(), code))
        .compose(right -> right ? done(flow) : form(flow, LoginForms.errors("invalid_code")));
  }

  private Future<CommandResult> done(SetUp flow) {
    setUps.remove(flow.id());
    return Future.succeededFuture(
        CommandResult.of(
            step("create_entry", flow)
                .put("version", 1)
                .put("title", SecondFactors.MODULE_NAME)
                .putNull("description")
                .put("result", new JsonObject())));
  }

  private Future<CommandResult> form(SetUp flow, JsonObject errors) {
    String url = AppAddress.of(nameOf(flow.user()), flow.secret());
    return worker
        .run(() -> QrSvg.of(url))
        .map(
            picture ->
                CommandResult.of(
                    LoginForms.form(
                        step("form", flow),
                        "init",
                        errors,
                        Map.of("code", flow.secret().reveal(), "url", url, "qr_code", picture),
                        "code")));
  }

  private String nameOf(User user) {
    return auth.credentialsOf(user).stream()
        .map(Credential::username)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(user.name());
  }

  private static JsonObject step(String type, SetUp flow) {
    return new JsonObject()
        .put("type", type)
        .put("flow_id", flow.id())
        .put("handler", SecondFactors.MODULE)
        .putNull("description_placeholders");
  }

  private Future<CommandResult> depose(CommandCall call) {
    String module = call.fields().getString("mfa_module_id");
    return module.equals(SecondFactors.MODULE)
        ? AccountErrors.wired(auth.secondFactors().remove(call.principal().user()))
            .map(removed -> CommandResult.of("done"))
        : noModule(module);
  }

  /** For a user whose app is lost (an extension of ours). */
  private Future<CommandResult> remove(CommandCall call) {
    return AccountErrors.require(auth, call.fields().getString("user_id"), WireException.NOT_FOUND)
        .compose(user -> AccountErrors.requireMayChange(call.principal().user(), user))
        .compose(user -> AccountErrors.wired(auth.secondFactors().remove(user)))
        .map(removed -> CommandResult.of(new JsonObject().put("removed", removed)));
  }

  private static Future<CommandResult> noModule(String module) {
    return AccountErrors.fail("no_module", "MFA module " + module + " is not found");
  }
}
