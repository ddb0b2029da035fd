package org.homekeep.core.diagnostics;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.core.entry.EntryView;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.IntegrationHosts;
import org.homekeep.core.integration.SafeCause;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.SystemFacts;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the diagnostics document of a config entry, or of a part of the hub (framework.md §8.3).
 */
public final class Diagnostics {
  private static final Logger LOG = LoggerFactory.getLogger(Diagnostics.class);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final double MILLIS = 1000;

  private final HubRuntime runtime;
  private final IssueRegistry issues;
  private final IntegrationHosts hosts;
  private final Worker worker;

  public Diagnostics(HubRuntime runtime, IssueRegistry issues, IntegrationHosts hosts) {
    this.hosts = hosts;
    this.runtime = runtime;
    this.issues = issues;
    this.worker = runtime.worker("diagnostics", 1);
  }

  /**
   * The finished text, without any secret of the entry.
   *
   * <p>Fails with {@link UnsafeDiagnosticsException} when a secret is still found in it.
   */
  Future<String> document(EntryView entry, IntegrationHost host) {
    ConfigEntry typed = entry.configEntry();
    return told(entry, typed, host)
        .compose(
            told -> {
              JsonObject document =
                  envelope(entry.domain(), manifest(host), times(entry), told.data());
              return worker.run(() -> finish(document, told.secrets()));
            });
  }

  /** The same of a part of the hub itself. */
  Future<String> document(HubPart part) {
    JsonObject manifest =
        new JsonObject()
            .put("domain", part.domain())
            .put("name", part.name())
            .put("codeowners", new JsonArray())
            .put("integration_type", "system")
            .put("is_built_in", true);
    JsonObject document = envelope(part.domain(), manifest, new JsonObject(), part.data());
    List<Secret> secrets = part.secrets();
    return worker.run(() -> finish(document, secrets));
  }

  /**
   * What an integration says of an entry.
   *
   * @param secrets which must not be in it
   */
  private record Told(JsonObject data, List<Secret> secrets) {}

  /** Of an integration that does not say its secrets nothing is asked that may have them. */
  private static Future<Told> told(EntryView entry, ConfigEntry typed, IntegrationHost host) {
    List<Secret> kept = KnownSecrets.of(typed);
    return usedSecrets(entry, host)
        .compose(
            before -> {
              List<Secret> secrets = union(kept, before);
              return host.call(
                      "diagnostics",
                      DEADLINE,
                      () -> host.integration().diagnostics(typed, entry.loaded(), host.context()))
                  .otherwise(failed -> nothing(entry, failed, secrets))
                  // Tokens may have been renewed for it.
                  .compose(
                      data ->
                          usedSecrets(entry, host)
                              .map(after -> new Told(data, union(secrets, after))));
            })
        .otherwise(failed -> new Told(nothing(entry, failed, kept), kept));
  }

  private static List<Secret> union(List<Secret> some, List<Secret> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private static Future<List<Secret>> usedSecrets(EntryView entry, IntegrationHost host) {
    return entry
        .loaded()
        .map(
            loaded ->
                host.call(
                    "diagnostics",
                    DEADLINE,
                    () -> Future.succeededFuture(List.copyOf(loaded.secrets()))))
        .orElse(Future.succeededFuture(List.of()));
  }

  private static JsonObject nothing(EntryView entry, Throwable failed, List<Secret> secrets) {
    LOG.atError()
        .addKeyValue("integration", entry.domain())
        .addKeyValue("entry", entry.entryId())
        .setCause(SafeCause.of(failed, secrets))
        .log("An integration could not give its diagnostics");
    return new JsonObject()
        .put("error", "The integration could not give its diagnostics.")
        .put("error_type", failed.getClass().getSimpleName());
  }

  private JsonObject envelope(
      String domain, JsonObject manifest, JsonObject times, JsonObject data) {
    return new JsonObject()
        .put("home_assistant", new JsonObject(new LinkedHashMap<>(SystemFacts.of(runtime.clock()))))
        .put("custom_components", customIntegrations())
        .put("integration_manifest", manifest)
        .put("setup_times", times)
        .put("data", data)
        .put("issues", issues.stored(domain));
  }

  /** Seconds by entry and phase; what is of the whole integration stands under {@code null}. */
  private JsonObject times(EntryView entry) {
    JsonObject times = new JsonObject();
    Optional.ofNullable(hosts.setUpTimes().get(entry.domain()))
        .ifPresent(time -> times.put("null", new JsonObject().put("setup", seconds(time))));
    entry
        .setUpTime()
        .ifPresent(
            time ->
                times.put(
                    entry.entryId(), new JsonObject().put("config_entry_setup", seconds(time))));
    return times;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS;
  }

  private JsonObject customIntegrations() {
    JsonObject all = new JsonObject();
    for (IntegrationHost host : hosts.all()) {
      JsonObject manifest = host.wireManifest();
      if (!manifest.getBoolean("is_built_in", true)) {
        all.put(
            host.domain(),
            new JsonObject()
                .put("documentation", manifest.getString("documentation"))
                .put("version", manifest.getString("version"))
                .put("requirements", manifest.getJsonArray("requirements", new JsonArray())));
      }
    }
    return all;
  }

  private static JsonObject manifest(IntegrationHost host) {
    JsonObject manifest = host.wireManifest();
    JsonArray owners = new JsonArray();
    manifest.getJsonArray("codeowners", new JsonArray()).stream()
        .map(owner -> String.valueOf(owner).replaceFirst("^@", ""))
        .forEach(owners::add);
    return manifest.put("codeowners", owners);
  }

  private static String finish(JsonObject document, List<Secret> secrets)
      throws UnsafeDiagnosticsException {
    Redactor redactor = new Redactor(secrets);
    // Encoded once before, so that only what JSON knows is left to be searched.
    String text = redactor.redact(new JsonObject(document.encode())).encodePrettily();
    if (redactor.foundIn(text)) {
      throw new UnsafeDiagnosticsException();
    }
    return text;
  }
}
