package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of the service's calls (b2-and-cloud.md §B.4): as the service tells them, as long
 * as they are its own, else those that are known.
 */
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final String OWN_DOMAIN = ".nabucasa.com";
  private static final Duration LONGEST_VALID = Duration.ofDays(1);
  private static final Duration AGAIN = Duration.ofMinutes(5);

  /** A call of the service. */
  enum Action {
    UPLOAD("storage_files_upload", "/files/upload_details"),
    LIST("storage_files_list", "/v2/files/{storage_type}"),
    DOWNLOAD("storage_files_download", "/files/download_details/{storage_type}/{filename}"),
    DELETE("storage_files_delete", "/files"),
    CONNECTION("instance_connection", "/instance/connection");

    private final String wireName;
    private final String path;

    Action(String wireName, String path) {
      this.wireName = wireName;
      this.path = path;
    }
  }

  private record Told(JsonObject actions, Instant until) {}

  private final Web web;
  private final Settings settings;
  private final Clock clock;
  private Optional<Told> told = Optional.empty();

  Discovery(Web web, Settings settings, Clock clock) {
    this.web = web;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The address of a call.
   *
   * @param parameters what stands for the names in braces
   */
  URI address(Action action, Map<String, String> parameters) {
    return actions().getValue(action.wireName) instanceof String template
        ? own(fill(template, parameters)).orElseGet(() -> known(action, parameters))
        : known(action, parameters);
  }

  /** The address that a call has as long as the service says nothing else. */
  URI known(Action action, Map<String, String> parameters) {
    return settings.api().resolve(fill(action.path, parameters));
  }

  private static String fill(String template, Map<String, String> parameters) {
    String filled = template;
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      filled =
          filled.replace(
              "{" + each.getKey() + "}",
              URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return filled;
  }

  /** An address that gets the token must be the service's own, and no less safe than its own. */
  private Optional<URI> own(String text) {
    try {
      URI address = URI.create(text);
      URI base = settings.api();
      boolean sameHost =
          base.getHost().equals(address.getHost()) && base.getPort() == address.getPort();
      boolean ownDomain =
          base.getHost().endsWith(OWN_DOMAIN)
              && address.getHost() != null
              && address.getHost().endsWith(OWN_DOMAIN);
      return base.getScheme().equals(address.getScheme()) && (sameHost || ownDomain)
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private synchronized JsonObject actions() {
    Instant now = clock.instant();
    if (told.isEmpty() || !now.isBefore(told.get().until())) {
      told = Optional.of(ask(now));
    }
    return told.get().actions();
  }

  private Told ask(Instant now) {
    try {
      HttpGet request = new HttpGet(settings.api().resolve("/.well-known/service-discovery"));
      Optional<JsonObject> answer =
          Optional.of(web.call(request, settings.accountCall()))
              .filter(Web.Answer::isGood)
              .flatMap(Web.Answer::json);
      if (answer.isPresent() && answer.get().getValue("actions") instanceof JsonObject actions) {
        long seconds =
            answer.get().getValue("valid_for") instanceof Number valid ? valid.longValue() : 0;
        Duration valid = Duration.ofSeconds(Math.max(seconds, AGAIN.toSeconds()));
        return new Told(
            actions, now.plus(valid.compareTo(LONGEST_VALID) > 0 ? LONGEST_VALID : valid));
      }
    } catch (CloudFailureException unreachable) {
      LOG.atDebug()
          .setCause(unreachable)
          .log("Home Assistant Cloud does not say where its calls are; the known ones are used");
    }
    return new Told(new JsonObject(), now.plus(AGAIN));
  }
}
