package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.homekeep.api.Integration;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.TextKeys;
import org.homekeep.api.Tunable;
import org.homekeep.api.client.ClientInterface;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.ConfigEntryError;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.schema.FormSchema;

/**
 * Home Assistant Cloud. Nobody adds it: its entry comes with the login and goes with the logout.
 */
public final class CloudIntegration implements Integration {
  static final String DOMAIN = "cloud";
  static final String TITLE = "Home Assistant Cloud";

  /** By the hub that they are for; there is one but in tests. */
  private final Map<IntegrationContext, CloudServices> services = new ConcurrentHashMap<>();

  @Override
  public String domain() {
    return DOMAIN;
  }

  @Override
  public FormSchema entrySchema() {
    return FormSchema.empty();
  }

  @Override
  public List<Tunable<?>> tunables() {
    return Settings.tunables();
  }

  @Override
  public TextKeys textKeys() {
    return new TextKeys(CloudIssues.KEYS, SentenceKeys.ALL);
  }

  @Override
  public Optional<FlowFactory<ConfigFlow>> configFlow(IntegrationContext context) {
    return Optional.empty();
  }

  private CloudServices services(IntegrationContext context) {
    return services.computeIfAbsent(context, CloudServices::open);
  }

  @Override
  public ClientInterface clientInterface(IntegrationContext context) {
    CloudServices opened = services(context);
    opened.account().load();
    opened.account().listen(change -> changed(change, opened.issues()));
    if (opened.account().isLoggedIn()) {
      context.keepOwnEntry(TITLE);
    }
    return new CloudClients(opened, context).all();
  }

  /** A lost login leaves its entry: what is owed to the location is not given up. */
  private static void changed(CloudAccount.Change change, CloudIssues issues) {
    switch (change) {
      case LOGIN -> issues.loggedIn();
      case LOGOUT -> issues.loggedOut();
      case LOST -> issues.loginLost();
    }
  }

  @Override
  public Future<LoadedEntry> setUp(ConfigEntry entry, IntegrationContext context) {
    CloudServices opened = services(context);
    Optional<CloudAccount.Session> session = opened.account().current();
    if (session.isPresent()) {
      return Future.succeededFuture(new CloudEntry(opened, session.get().login(), context));
    }
    // An entry is there as long as nobody has logged out: its login was lost, or is unreadable.
    opened.issues().loginLost();
    return Future.failedFuture(
        new ConfigEntryError(FailureText.sentence(new CloudFailure.LoginNeeded())));
  }

  @Override
  public Future<JsonObject> diagnostics(
      ConfigEntry entry, Optional<LoadedEntry> loaded, IntegrationContext context) {
    return context.blocking(() -> Diagnostics.of(services(context)));
  }

  /** Whoever takes the entry away has logged out. */
  @Override
  public Future<Void> removed(ConfigEntry entry, IntegrationContext context) {
    return context.blocking(
        () -> {
          services(context).account().logOut();
          return null;
        });
  }

  @Override
  public Future<Void> stop(IntegrationContext context) {
    Optional.ofNullable(services.remove(context)).ifPresent(opened -> opened.web().close());
    return Future.succeededFuture();
  }
}
