package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** Another home is connected with this account, and whoever logs in wants to be asked first. */
final class AlreadyConnectedException extends IOException {
  private final String details;

  AlreadyConnectedException(JsonObject details) {
    super("Another Home Assistant is connected with this account.");
    this.details = details.encode();
  }

  /** What the service says of the other, as JSON: clients show it. */
  String details() {
    return details;
  }
}
