package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Secret;

/** What the identity service gives to somebody who has logged in, in Home Assistant's own form. */
record Tokens(Secret id, Secret access, Secret refresh) {
  private static final String ID = "id_token";
  private static final String ACCESS = "access_token";
  private static final String REFRESH = "refresh_token";

  /** Reads the document; nobody is logged in without an id token. */
  static Optional<Tokens> read(JsonObject document) {
    return text(document, ID)
        .map(
            id ->
                new Tokens(
                    Secret.of(id),
                    Secret.of(text(document, ACCESS).orElse("")),
                    Secret.of(text(document, REFRESH).orElse(""))));
  }

  private static Optional<String> text(JsonObject document, String key) {
    return document.getValue(key) instanceof String value && !value.isEmpty()
        ? Optional.of(value)
        : Optional.empty();
  }

  JsonObject write() {
    return new JsonObject()
        .put(ID, id.reveal())
        .put(ACCESS, access.reveal())
        .put(REFRESH, refresh.reveal());
  }
}
