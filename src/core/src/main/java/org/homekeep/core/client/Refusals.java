package org.homekeep.core.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.homekeep.api.client.ClientRefusedException;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.integration.IntegrationCallException;
import org.homekeep.core.wire.ShownText;
import org.homekeep.core.wire.WireException;

/** What clients hear when an integration does not serve them. */
final class Refusals {
  private Refusals() {}

  static Throwable onWebsocket(Throwable failure) {
    if (failure instanceof ClientRefusedException refused) {
      return new WireException(refused.code(), words(refused));
    }
    if (failure instanceof IntegrationCallException unanswered) {
      return new WireException(WireException.HOME_ASSISTANT_ERROR, words(unanswered));
    }
    return failure;
  }

  static Future<HttpAnswer> overHttp(Throwable failure) {
    if (failure instanceof ClientRefusedException refused) {
      return Future.succeededFuture(
          HttpAnswer.json(
              refused.status(),
              new JsonObject().put("message", words(refused)).put("code", refused.code())));
    }
    if (failure instanceof IntegrationCallException unanswered) {
      return Future.succeededFuture(HttpAnswer.message(503, words(unanswered)));
    }
    return Future.failedFuture(failure);
  }

  private static String words(Exception failure) {
    return ShownText.of(String.valueOf(failure.getMessage()));
  }
}
