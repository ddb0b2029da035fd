package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.core.flow.ExternalCallbackRoute;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.flow.FlowRoutes;
import org.homekeep.core.flow.FlowServices;
import org.homekeep.core.flow.FlowSubject;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.integration.IntegrationRequests;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.wire.Shapes;

/** The flows around config entries: those that make and mend them, of options, of subentries. */
public final class EntryFlows implements IntegrationRequests {
  private static final String HANDLER = "handler";
  private static final String ENTRY_ID = "entry_id";
  private static final String SUBENTRY_ID = "subentry_id";
  private static final Shapes.Key ADVANCED =
      Shapes.Key.optional("show_advanced_options", Shapes.bool());

  private final ConfigEntries entries;
  private final FlowServices services;
  private final FlowManager<FlowSubject.Entry, ConfigStep> config;
  private final FlowManager<FlowSubject.Options, OptionsStep> options;
  private final FlowManager<FlowSubject.Subentry, SubentryStep> subentries;
  private final ReauthDesk reauth;
  private final DiscoveryDesk discovery;
  private final OwnEntries own;

  EntryFlows(FlowServices services, Ulid ids, ConfigEntries entries, IssueRegistry issues) {
    this.entries = entries;
    this.services = services;
    NextFlows next = new NextFlows(this);
    this.options = new FlowManager<>(services, new OptionsFlows(entries));
    this.subentries = new FlowManager<>(services, new SubentryFlows(entries));
    this.config = new FlowManager<>(services, new ConfigFlows(ids, entries, next));
    this.reauth = new ReauthDesk(config, issues);
    this.discovery = new DiscoveryDesk(config, entries, services);
    this.own = new OwnEntries(entries);
    config.listen(reauth);
  }

  /** The flows that make and mend entries. */
  public FlowManager<FlowSubject.Entry, ConfigStep> config() {
    return config;
  }

  FlowManager<FlowSubject.Options, OptionsStep> options() {
    return options;
  }

  FlowManager<FlowSubject.Subentry, SubentryStep> subentries() {
    return subentries;
  }

  /** What flows of every kind share; those of repairs use it, too. */
  public FlowServices services() {
    return services;
  }

  @Override
  public void startReauth(String domain, String entryId) {
    entries
        .find(entryId)
        .filter(entry -> entry.domain().equals(domain) && entry.record().enabled())
        .ifPresent(reauth::start);
  }

  @Override
  public void discovered(String domain, Discovery found) {
    discovery.discovered(domain, found);
  }

  @Override
  public Future<Void> keepOwnEntry(String domain, String title) {
    return own.keep(domain, title);
  }

  @Override
  public Future<Void> removeOwnEntry(String domain) {
    return own.remove(domain);
  }

  void askForCredentials(EntryView entry) {
    reauth.start(entry);
  }

  /** An entry begins afresh: who asked for its credentials need not ask any more. */
  void reloading(String entryId) {
    config.abortIdle(
        flow ->
            flow.source() == FlowSource.REAUTH
                && flow.entryId().filter(entryId::equals).isPresent());
  }

  /** Ends all flows about an entry that is gone. */
  void abortOf(String entryId) {
    config.abortIdle(flow -> flow.entryId().filter(entryId::equals).isPresent());
    options.abortIdle(flow -> flow.entryId().filter(entryId::equals).isPresent());
    subentries.abortIdle(flow -> flow.entryId().filter(entryId::equals).isPresent());
  }

  /** Adds the routes of all flows. */
  void register(Routes routes, String root) {
    new FlowRoutes<>(
            config,
            root + "/flow",
            Shapes.openObject(
                Shapes.Key.required(HANDLER, Shapes.string()),
                Shapes.Key.optional(ENTRY_ID, Shapes.string()),
                ADVANCED),
            this::entrySubject)
        .register(routes);
    new FlowRoutes<>(
            options,
            root + "/options/flow",
            Shapes.openObject(Shapes.Key.required(HANDLER, Shapes.string()), ADVANCED),
            body -> optionsSubject(body.getString(HANDLER)))
        .register(routes);
    new FlowRoutes<>(
            subentries,
            root + "/subentries/flow",
            Shapes.openObject(
                Shapes.Key.required(HANDLER, Shapes.listOf(Shapes.string())),
                Shapes.Key.optional(SUBENTRY_ID, Shapes.string()),
                ADVANCED),
            this::subentrySubject)
        .register(routes);
    new ExternalCallbackRoute(services.visits()).register(routes);
  }

  private FlowSubject.Entry entrySubject(JsonObject body) throws HttpException {
    String domain = body.getString(HANDLER);
    Optional<String> entryId = Optional.ofNullable(body.getString(ENTRY_ID));
    if (entryId.isEmpty()) {
      return FlowSubject.Entry.added(domain);
    }
    if (!entry(entryId.get()).domain().equals(domain)) {
      throw unknownEntry();
    }
    return FlowSubject.Entry.mended(domain, FlowSource.RECONFIGURE, entryId.get());
  }

  FlowSubject.Options optionsSubject(String entryId) throws HttpException {
    return new FlowSubject.Options(entry(entryId).domain(), entryId);
  }

  private FlowSubject.Subentry subentrySubject(JsonObject body) throws HttpException {
    JsonArray handler = body.getJsonArray(HANDLER);
    if (handler.size() != 2) {
      throw new HttpException(
          400, "Message format incorrect: the handler is an entry and a type of subentries");
    }
    String entryId = handler.getString(0);
    Optional<String> subentryId = Optional.ofNullable(body.getString(SUBENTRY_ID));
    return new FlowSubject.Subentry(
        entry(entryId).domain(),
        subentryId.isPresent() ? FlowSource.RECONFIGURE : FlowSource.USER,
        entryId,
        handler.getString(1),
        subentryId);
  }

  private EntryView entry(String entryId) throws HttpException {
    return entries.find(entryId).orElseThrow(EntryFlows::unknownEntry);
  }

  private static HttpException unknownEntry() {
    return new HttpException(404, "Invalid entry specified");
  }
}
