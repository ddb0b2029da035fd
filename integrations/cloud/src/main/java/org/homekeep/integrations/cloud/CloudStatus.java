package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.util.Optional;

/** What {@code cloud/status} and {@code cloud/subscription} say (b2-and-cloud.md §B.3). */
final class CloudStatus {
  private CloudStatus() {}

  static JsonObject of(CloudServices services) {
    Optional<CloudAccount.Session> login = services.account().current();
    JsonObject status =
        new JsonObject()
            .put("logged_in", login.isPresent())
            .put("cloud", login.isPresent() ? "connected" : "disconnected")
            .put("http_use_ssl", false);
    login.ifPresent(
        session ->
            status
                .put("email", session.claims().email())
                .put("active_subscription", !services.account().isSubscriptionExpired())
                .putNull("cloud_last_disconnect_reason")
                .put("prefs", preferences())
                .put("alexa_registered", false)
                .put("alexa_entities", filter())
                .put("google_registered", false)
                .put("google_entities", filter())
                .put("google_local_connected", false)
                .putNull("remote_domain")
                .put("remote_connected", false)
                .putNull("remote_certificate")
                .putNull("remote_certificate_status"));
    return status;
  }

  /** Everything but backups is off: Homekeep has nothing that it would be for. */
  private static JsonObject preferences() {
    return new JsonObject()
        .put("alexa_enabled", false)
        .put("alexa_report_state", false)
        .put("google_enabled", false)
        .put("google_report_state", false)
        .putNull("google_secure_devices_pin")
        .put("cloudhooks", new JsonObject())
        .put("cloud_ice_servers_enabled", false)
        .put("remote_enabled", false)
        .put("remote_allow_remote_enable", false)
        .put("strict_connection", "disabled")
        .put("tts_default_voice", new JsonArray().add("en-US").add("JennyNeural"));
  }

  private static JsonObject filter() {
    JsonObject filter = new JsonObject();
    for (String each : new String[] {"domains", "entities", "entity_globs"}) {
      filter.put("include_" + each, new JsonArray()).put("exclude_" + each, new JsonArray());
    }
    return filter;
  }

  /** What the renewed token says; Homekeep asks for nothing that it does not need. */
  static JsonObject subscription(CloudAccount account) {
    Optional<Long> until =
        account
            .current()
            .flatMap(session -> session.claims().subscribedUntil())
            .map(day -> day.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    return new JsonObject()
        .put("provider", null)
        .put("renewal_active", !account.isSubscriptionExpired())
        .put("plan_renewal_date", until.orElse(null))
        .put(
            "human_description",
            account.isSubscriptionExpired()
                ? "The subscription has expired. Renew it on " + Settings.ACCOUNT_PAGE + "."
                : "The subscription is active.");
  }
}
