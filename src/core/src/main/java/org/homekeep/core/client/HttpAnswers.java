package org.homekeep.core.client;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.core.http.HttpAnswer;

/** What a client over HTTP gets of an integration's answer. */
final class HttpAnswers {
  private HttpAnswers() {}

  static HttpAnswer of(ClientAnswer answer) {
    if (answer instanceof ClientAnswer.Document document) {
      return HttpAnswer.ok(document.json());
    }
    if (answer instanceof ClientAnswer.Listing listing) {
      return HttpAnswer.ok(listing.json());
    }
    if (answer instanceof ClientAnswer.Download download) {
      String name = download.name().replaceAll("[^A-Za-z0-9._-]", "_");
      return new HttpAnswer.Full(
          200,
          download.type() + "; charset=utf-8",
          download.text(),
          Map.of("Content-Disposition", "attachment; filename=\"%s\"".formatted(name)));
    }
    if (answer instanceof ClientAnswer.Events) {
      throw new IllegalStateException("An answer over HTTP has no events.");
    }
    return HttpAnswer.ok(new JsonObject());
  }
}
