package org.homekeep.core.frontend;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A page that clients offer in their sidebar (frontend.md).
 *
 * @param urlPath the first segment of its address
 */
record Panel(String urlPath, Optional<String> icon, Optional<String> title, boolean requireAdmin) {

  JsonObject json() {
    return new JsonObject()
        .put("component_name", urlPath)
        .put("icon", icon.orElse(null))
        .put("title", title.orElse(null))
        .putNull("config")
        .put("url_path", urlPath)
        .put("require_admin", requireAdmin)
        .putNull("config_panel_domain");
  }
}
