package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.homekeep.emulator.fault.SeenCall;
import org.homekeep.emulator.server.Answer;
import org.homekeep.emulator.server.Calls;
import org.homekeep.emulator.server.ErrorForm;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.Target;

/** Brings each request to the call that it names. */
final class CloudCalls implements Calls {
  private static final int MAX_BODY = 2_000_000;
  private static final int DISCOVERY_SECONDS = 86_400;

  private final CloudService service;
  private final Identity identity;
  private final StorageApi storage;
  private final ObjectStore objects;
  private final AccountPages pages;
  private final ErrorForm errors = new CloudErrorForm();

  CloudCalls(CloudService service, Logins logins, Sessions sessions) {
    this.service = service;
    this.identity = new Identity(service, logins);
    this.storage = new StorageApi(service);
    this.objects = new ObjectStore(service);
    this.pages = new AccountPages(service, logins, sessions, objects);
  }

  @Override
  public Target target(HttpServerRequest request) {
    return CallNames.target(request);
  }

  @Override
  public Future<SeenCall> seen(Exchange exchange, boolean withBucket) {
    return Future.succeededFuture(
        new SeenCall(
            exchange.target().call(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty()));
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void serve(Exchange exchange) {
    String call = exchange.target().call();
    if (call.equals(CallNames.OBJECT_PUT)) {
      objects.put(exchange);
      return;
    }
    exchange.body(MAX_BODY).compose(body -> answer(exchange, call, body)).onFailure(exchange::fail);
  }

  private Future<Void> answer(Exchange exchange, String call, Buffer body) {
    switch (call) {
      case CallNames.OBJECT_GET -> objects.get(exchange);
      case CallNames.ACCOUNT -> {
        return pages.handle(exchange, body);
      }
      case CallNames.KEYS -> exchange.reply(service.issuer().publicKeys().toBuffer());
      case CallNames.DISCOVERY -> exchange.reply(discovery(exchange.baseUrl()).toBuffer());
      case CallNames.UNKNOWN -> throw CloudError.api(404, "Not Found");
      default -> {
        return CallNames.isIdentity(call)
            ? identity.handle(exchange, Params.ofBody(body)).map(json -> identified(exchange, json))
            : service
                .user(exchange.header("Authorization"))
                .compose(user -> call(exchange, user, body))
                .map(json -> replied(exchange, json));
      }
    }
    return Future.succeededFuture();
  }

  private Future<Buffer> call(Exchange exchange, User user, Buffer body) {
    return switch (exchange.target().call()) {
      case CallNames.SUBSCRIPTION -> Future.succeededFuture(subscription(user).toBuffer());
      case CallNames.CONNECTION -> Future.succeededFuture(connection(user).toBuffer());
      default -> storage.handle(exchange, user, body);
    };
  }

  private static Void identified(Exchange exchange, JsonObject json) {
    exchange.reply(Answer.of(200, Identity.CONTENT_TYPE, json.toBuffer()));
    return null;
  }

  private static Void replied(Exchange exchange, Buffer json) {
    exchange.reply(json);
    return null;
  }

  private static JsonObject discovery(String baseUrl) {
    return new JsonObject()
        .put(
            "actions",
            new JsonObject()
                .put("storage_files_upload", baseUrl + "/files/upload_details")
                .put("storage_files_list", baseUrl + "/v2/files/{storage_type}")
                .put(
                    "storage_files_download",
                    baseUrl + "/files/download_details/{storage_type}/{filename}")
                .put("storage_files_delete", baseUrl + "/files")
                .put("subscription_info", baseUrl + "/payments/subscription_info")
                .put("instance_connection", baseUrl + "/instance/connection"))
        .put("valid_for", DISCOVERY_SECONDS)
        .put("version", "1");
  }

  private JsonObject subscription(User user) {
    boolean active = !user.isExpired(service.clock().now());
    String until = user.subscribedUntil().orElse("an unknown day");
    return new JsonObject()
        .putNull("provider")
        .put("renewal_active", active)
        .put(
            "plan_renewal_date",
            user.lastDay()
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                .orElse(null))
        .put(
            "human_description",
            (active ? "Your subscription lasts until %s." : "Your subscription ended on %s.")
                .formatted(until))
        .put("subscription", new JsonObject().put("status", active ? "active" : "canceled"))
        .putNull("source")
        .mergeIn(user.subscription().copy());
  }

  private static JsonObject connection(User user) {
    return user.connection().isEmpty()
        ? new JsonObject().put("connected", false)
        : new JsonObject().put("connected", true).put("details", user.connection().copy());
  }
}
