package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;

/** What the diagnostics say of a login: nothing that tells who it is, and no token. */
final class Diagnostics {
  /** What can be said without the service is not kept waiting until nobody asks any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Diagnostics() {}

  static JsonObject of(CloudServices services) {
    CloudAccount account = services.account();
    JsonObject all =
        new JsonObject()
            .put("logged_in", account.isLoggedIn())
            .put("subscription_expired", account.isSubscriptionExpired())
            .put("identity_host", services.settings().identity().getHost())
            .put("api_host", services.settings().api().getHost());
    account
        .current()
        .ifPresent(
            login ->
                all.put("email", Secret.REDACTED)
                    .put("token_expires", login.claims().expires().toString())
                    .put(
                        "subscribed_until",
                        login.claims().subscribedUntil().map(LocalDate::toString).orElse(null)));
    try {
      JsonArray stored = new JsonArray();
      services.storage().within(PATIENCE).list(false).stream()
          .flatMap(file -> file.backup().stream())
          .map(Diagnostics::of)
          .forEach(stored::add);
      all.put("stored", stored);
    } catch (CloudFailureException unknown) {
      all.put("stored", "unknown: " + unknown.getMessage());
    }
    return all;
  }

  private static JsonObject of(AgentBackup backup) {
    return new JsonObject()
        .put("backup_id", backup.backupId())
        .put("date", backup.date())
        .put("size", backup.size())
        .put("protected", backup.isProtected());
  }
}
