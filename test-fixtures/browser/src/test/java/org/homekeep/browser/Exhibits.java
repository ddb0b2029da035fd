package org.homekeep.browser;

import io.vertx.core.json.JsonObject;

/** How an entry of the {@link Exhibit} is made without the page. */
final class Exhibits {
  private static final String FLOW = "/api/config/config_entries/flow";

  private Exhibits() {}

  /** Goes through its flow and gives the entry. */
  static JsonObject add(Home home) {
    JsonObject menu = home.http().post(FLOW, new JsonObject().put("handler", "exhibit")).json();
    String flow = FLOW + "/" + menu.getString("flow_id");
    home.http().post(flow, new JsonObject().put("next_step_id", "form"));
    home.http()
        .post(
            flow,
            new JsonObject()
                .put("host", "nas")
                .put("key", "k")
                .put("colour", "red")
                .put("secure", true));
    return home.http().post(flow, new JsonObject()).json().getJsonObject("result");
  }
}
