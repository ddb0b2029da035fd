package org.homekeep.integrations.cloud;

import static org.homekeep.api.client.Audience.ADMINISTRATORS;
import static org.homekeep.api.client.Audience.NEW_HUB;
import static org.homekeep.api.client.Audience.USERS;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.client.Audience;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.api.client.ClientCommand;
import org.homekeep.api.client.ClientHandler;
import org.homekeep.api.client.ClientInterface;
import org.homekeep.api.client.ClientRefusedException;
import org.homekeep.api.client.ClientRoute;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the account pages of the frontend ask (b2-and-cloud.md §B.3). */
final class CloudClients {
  private static final Logger LOG = LoggerFactory.getLogger(CloudClients.class);
  private static final String EMAIL = "email";
  private static final String PASSWORD = "password";
  private static final String CODE = "code";
  private static final String CHECK_CONNECTION = "check_connection";

  private static final FormSchema LOGIN =
      FormSchema.of(
          Field.Text.required(EMAIL),
          new Field.Hidden(PASSWORD, false, false, Optional.empty()),
          new Field.Hidden(CODE, false, false, Optional.empty()),
          new Field.Flag(CHECK_CONNECTION, false, Optional.of(false), Optional.empty()));
  private static final FormSchema REGISTER =
      FormSchema.of(
          Field.Text.required(EMAIL),
          Field.Hidden.password(PASSWORD),
          new Field.Structure("client_metadata", false, Optional.empty()));
  private static final FormSchema ADDRESS = FormSchema.of(Field.Text.required(EMAIL));
  private static final FormSchema NOTHING = FormSchema.empty();

  private final CloudServices services;
  private final CloudAccount account;
  private final IntegrationContext context;
  private final AutoLogin autoLogin;

  CloudClients(CloudServices services, IntegrationContext context) {
    this.services = services;
    this.account = services.account();
    this.context = context;
    this.autoLogin = new AutoLogin(services, context);
  }

  ClientInterface all() {
    List<ClientCommand> commands = new ArrayList<>();
    commands.add(new ClientCommand("status", USERS, NOTHING, values -> status()));
    commands.add(
        new ClientCommand("subscription", ADMINISTRATORS, NOTHING, values -> subscription()));
    commands.add(
        new ClientCommand("subscribe_events", ADMINISTRATORS, NOTHING, values -> events()));
    commands.add(new ClientCommand("remove_data", ADMINISTRATORS, NOTHING, values -> removeData()));
    commands.add(
        new ClientCommand(
            "attempt_auto_login_now", ADMINISTRATORS, NOTHING, values -> attemptLogin()));
    commands.add(
        new ClientCommand(
            "resend_auto_login_confirm", ADMINISTRATORS, NOTHING, values -> resendToRegistered()));
    commands.add(
        new ClientCommand("cancel_auto_login", ADMINISTRATORS, NOTHING, values -> cancelLogin()));
    commands.addAll(new OtherFeatures(account).commands());
    return new ClientInterface(
        commands,
        List.of(
            post("login", ADMINISTRATORS, LOGIN, this::logIn),
            post("logout", ADMINISTRATORS, NOTHING, values -> logOut()),
            post("register", ADMINISTRATORS, REGISTER, this::register),
            post("register_auto_login", ADMINISTRATORS, REGISTER, this::registerAndLogIn),
            post("resend_confirm", ADMINISTRATORS, ADDRESS, this::resendConfirmation),
            post("forgot_password", ADMINISTRATORS, ADDRESS, this::forgotPassword),
            get("support_package", ADMINISTRATORS, values -> supportPackage()),
            post("login", NEW_HUB, LOGIN, this::logIn),
            post("logout", NEW_HUB, NOTHING, values -> logOut()),
            post("forgot_password", NEW_HUB, ADDRESS, this::forgotPassword),
            get("status", NEW_HUB, values -> onboardingStatus())));
  }

  private static ClientRoute post(
      String name, Audience audience, FormSchema body, ClientHandler handler) {
    return new ClientRoute(ClientRoute.Method.POST, name, audience, body, handler);
  }

  private static ClientRoute get(String name, Audience audience, ClientHandler handler) {
    return new ClientRoute(ClientRoute.Method.GET, name, audience, NOTHING, handler);
  }

  private Future<ClientAnswer> status() {
    return Future.succeededFuture(ClientAnswer.of(CloudStatus.of(services)));
  }

  private Future<ClientAnswer> onboardingStatus() {
    return Future.succeededFuture(
        ClientAnswer.of(new JsonObject().put("logged_in", account.isLoggedIn())));
  }

  private Future<ClientAnswer> logIn(Values values) {
    String email = values.text(EMAIL);
    CloudAccount.Gate gate =
        values.flag(CHECK_CONNECTION) ? services.connections()::requireNone : tokens -> {};
    return services
        .logins()
        .take(() -> admit(email, values, gate))
        .map(
            kept ->
                ClientAnswer.of(new JsonObject().put("success", true).putNull("cloud_pipeline")));
  }

  private Future<Void> admit(String email, Values values, CloudAccount.Gate gate) {
    return asked(
            () -> {
              if (values.findSecret(CODE).isPresent()) {
                account.answerCode(email, values.secret(CODE).reveal(), gate);
              } else if (values.findSecret(PASSWORD).isPresent()) {
                account.logIn(email, values.secret(PASSWORD), gate);
              } else {
                throw new IdentityException(IdentityFailure.UNAUTHENTICATED);
              }
              return true;
            })
        .onSuccess(in -> autoLogin.cancel())
        .compose(in -> context.keepOwnEntry(CloudIntegration.TITLE));
  }

  private Future<ClientAnswer> logOut() {
    autoLogin.cancel();
    return services.logins().take(this::loggedOut);
  }

  private Future<ClientAnswer> loggedOut() {
    // The entry first: until it is gone nobody can log in whom its removal would log out.
    return context
        .removeOwnEntry()
        .compose(
            gone ->
                context.blocking(
                    () -> {
                      account.logOut();
                      return ok();
                    }))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof IOException notDeleted
                        ? new ClientRefusedException("unknown_error", 500, notLoggedOut(notDeleted))
                        : failure));
  }

  private static String notLoggedOut(IOException why) {
    LOG.atError().setCause(why).log("A login cannot be deleted");
    return "The login cannot be deleted from the disk, and is in force still. See that Homekeep may"
        + " write to its directory, and try again; the log says more.";
  }

  private static String address(Values values) {
    return CloudAccount.address(values.text(EMAIL));
  }

  private Future<ClientAnswer> register(Values values) {
    return asked(
        () -> {
          services.identity().register(address(values), values.secret(PASSWORD));
          return ok();
        });
  }

  private Future<ClientAnswer> registerAndLogIn(Values values) {
    return register(values)
        .onSuccess(done -> autoLogin.begin(address(values), values.secret(PASSWORD)));
  }

  private Future<ClientAnswer> attemptLogin() {
    return understood(autoLogin.attempt()).map(in -> ClientAnswer.done());
  }

  private Future<ClientAnswer> resendToRegistered() {
    return asked(
        () -> {
          services
              .identity()
              .resendConfirmation(
                  autoLogin
                      .address()
                      .orElseThrow(() -> new IdentityException(IdentityFailure.NOT_REGISTERED)));
          return ClientAnswer.done();
        });
  }

  private Future<ClientAnswer> cancelLogin() {
    autoLogin.cancel();
    return Future.succeededFuture(ClientAnswer.done());
  }

  private Future<ClientAnswer> resendConfirmation(Values values) {
    return asked(
        () -> {
          services.identity().resendConfirmation(address(values));
          return ok();
        });
  }

  private Future<ClientAnswer> forgotPassword(Values values) {
    return asked(
        () -> {
          services.identity().forgotPassword(address(values));
          return ok();
        });
  }

  private static ClientAnswer ok() {
    return ClientAnswer.of(new JsonObject().put("message", "ok"));
  }

  private Future<ClientAnswer> subscription() {
    return loggedIn()
        .compose(
            in ->
                context.blocking(
                    () -> {
                      account.freshToken();
                      return ClientAnswer.of(CloudStatus.subscription(account));
                    }))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof CloudFailureException known
                        ? new ClientRefusedException(
                            "request_failed", 502, String.valueOf(known.getMessage()))
                        : failure));
  }

  private Future<Boolean> loggedIn() {
    return account.isLoggedIn()
        ? Future.succeededFuture(true)
        : Future.failedFuture(OtherFeatures.notLoggedIn());
  }

  private Future<ClientAnswer> events() {
    return Future.succeededFuture(
        new ClientAnswer.Events(
            sink -> account.listen(change -> sink.accept(CloudAccount.event(change)))));
  }

  /** There is nothing but the login, which is gone. */
  private Future<ClientAnswer> removeData() {
    return account.isLoggedIn()
        ? Future.failedFuture(
            new ClientRefusedException("logged_in", 409, "Can't remove data when logged in."))
        : Future.succeededFuture(ClientAnswer.done());
  }

  private Future<ClientAnswer> supportPackage() {
    return context
        .blocking(() -> Diagnostics.of(services).encodePrettily())
        .map(
            text ->
                new ClientAnswer.Download(
                    "support_package.md",
                    "text/markdown",
                    "# Home Assistant Cloud\n\n```json\n" + text + "\n```\n"));
  }

  /** Asks the identity service; what it refuses has the codes that clients know. */
  private <T> Future<T> asked(Callable<T> work) {
    return understood(context.blocking(work));
  }

  private static <T> Future<T> understood(Future<T> answer) {
    return answer.recover(failure -> Future.failedFuture(refusal(failure)));
  }

  private static Throwable refusal(Throwable failure) {
    if (failure instanceof IdentityException refused) {
      if (refused.failure() == IdentityFailure.UNREACHABLE) {
        LOG.atWarn().setCause(refused).log("Home Assistant Cloud cannot be reached for a login");
      }
      return refusal(refused.failure());
    } else if (failure instanceof AlreadyConnectedException other) {
      return new ClientRefusedException("alreadyconnectederror", 409, other.details());
    } else if (failure instanceof IOException notKept) {
      LOG.atError().setCause(notKept).log("A login cannot be written to the disk");
      return new ClientRefusedException(
          "unknown_error",
          500,
          "The login could not be written to the disk. See that there is room, and try again; the"
              + " log says more.");
    }
    return failure;
  }

  private static ClientRefusedException refusal(IdentityFailure failure) {
    return new ClientRefusedException(failure.code(), failure.status(), failure.sentence());
  }
}
