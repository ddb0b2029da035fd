package org.homekeep.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.checks.LoggedLines;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.fixture.ManualTimers;
import org.homekeep.core.fixture.TestClock;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.integration.manifest.ManifestReader;
import org.homekeep.core.integration.manifest.Origin;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.InvalidSettingException;
import org.homekeep.core.runtime.Settings;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The set-up of one domain, in order (framework.md §6.2). */
class SetUpOrderTest {
  private final Vertx vertx = WatchedVertx.create();
  private final TestClock clock = new TestClock();
  private final HubRuntime runtime = new HubRuntime(vertx, vertx.getOrCreateContext(), clock);
  private final ManualTimers timers = new ManualTimers();
  private final Map<String, FixtureIntegration> fixtures = new LinkedHashMap<>();
  private final List<InstalledIntegration> installed = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private IntegrationHosts hosts;

  @AfterEach
  void stop() {
    await(runtime::close);
    vertx.close();
  }

  private FixtureIntegration install(String domain, JsonObject more) {
    FixtureIntegration fixture = new FixtureIntegration();
    fixtures.put(domain, fixture);
    JsonObject manifest =
        new JsonObject()
            .put("domain", domain)
            .put("name", domain)
            .put("codeowners", new JsonArray())
            .put("documentation", "https://example.org/" + domain)
            .put("version", "1.0.0")
            .mergeIn(more);
    try {
      installed.add(
          new InstalledIntegration(
              ManifestReader.read(domain, manifest.encode(), Origin.CUSTOM),
              fixture,
              fixture.tunables(),
              Origin.CUSTOM,
              false));
    } catch (InvalidManifestException wrong) {
      throw new AssertionError(wrong);
    }
    return fixture;
  }

  private FixtureIntegration install(String domain, String... dependencies) {
    return install(
        domain, new JsonObject().put("dependencies", new JsonArray(List.of(dependencies))));
  }

  private static JsonObject after(String... domains) {
    return new JsonObject().put("after_dependencies", new JsonArray(List.of(domains)));
  }

  /** Sets everything up; the domains in the order in which their entries were. */
  private List<String> setUp() {
    prepare();
    return load();
  }

  private void prepare() {
    await(this::begin);
  }

  private Future<Void> begin() {
    try {
      Settings settings =
          Settings.resolve(
              Map.of("fixture", List.of(FixtureIntegration.PAUSE)), Map.of(), Map.of());
      hosts =
          new IntegrationHosts(
              runtime,
              timers,
              settings,
              installed,
              domain -> new NoIssues(),
              new NoRequests(),
              new HubShare(
                  new EntryCaches(Path.of("unused")),
                  new StateFiles(Path.of("unused")),
                  "0".repeat(32)));
      hosts.onLoaded(domain -> told.add(domain + " loaded"));
      return hosts.prepare();
    } catch (InvalidSettingException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private List<String> load() {
    List<String> order = new ArrayList<>();
    await(() -> hosts.load(domain -> entries(domain, order)));
    return order;
  }

  private Future<Void> entries(String domain, List<String> order) {
    order.add(domain);
    told.add(domain + " entries");
    return Future.succeededFuture();
  }

  private String trouble(String domain) {
    return hosts.find(domain).orElseThrow().trouble().orElse("");
  }

  private <T> T await(Supplier<Future<T>> code) {
    Promise<T> promise = Promise.promise();
    runtime.execute(() -> code.get().onComplete(promise));
    return promise.future().await();
  }

  private record NoIssues() implements IssueReporter {
    @Override
    public void report(Issue issue) {}

    @Override
    public void resolve(String issueId) {}
  }

  private record NoRequests() implements IntegrationRequests {
    @Override
    public Future<Void> keepOwnEntry(String domain, String title) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> removeOwnEntry(String domain) {
      return Future.succeededFuture();
    }

    @Override
    public void startReauth(String domain, String entryId) {}

    @Override
    public void discovered(String domain, Discovery discovery) {}
  }

  @Test
  void dependencies_are_set_up_first_and_theirs_before_them() {
    install("a", "b");
    install("b", "c");
    install("c");

    assertThat(setUp()).containsExactly("c", "b", "a");
  }

  @Test
  void the_entries_of_a_dependency_are_tried_before_those_of_what_needs_it() {
    install("a", "b");
    install("b");
    prepare();
    Promise<Void> slow = Promise.promise();
    List<String> order = new ArrayList<>();
    Promise<Void> asked = Promise.promise();

    Promise<Void> all = Promise.promise();
    runtime.execute(
        () ->
            hosts
                .load(
                    domain -> {
                      order.add(domain);
                      asked.tryComplete();
                      return domain.equals("b") ? slow.future() : Future.succeededFuture();
                    })
                .onComplete(all));
    asked.future().await();
    List<String> before = await(() -> Future.succeededFuture(List.copyOf(order)));
    slow.complete();
    all.future().await();

    assertThat(before).containsExactly("b");
    assertThat(order).containsExactly("b", "a");
  }

  @Test
  void a_missing_dependency_is_named() {
    install("a", "x");
    setUp();

    assertThat(trouble("a"))
        .isEqualTo(
            "The integration a cannot be set up: unable to resolve (sub)dependency x. Install that integration and start Homekeep again.");
  }

  @Test
  void a_missing_dependency_of_a_dependency_is_named_for_both() {
    install("a", "b");
    install("b", "x");
    setUp();

    assertThat(trouble("a")).contains("unable to resolve (sub)dependency x");
    assertThat(trouble("b")).contains("unable to resolve (sub)dependency x");
  }

  @Test
  void a_circular_dependency_is_named_with_its_whole_circle() {
    install("a", "b");
    install("b", "c");
    install("c", "b");
    install("d");

    assertThat(setUp()).contains("d");
    assertThat(trouble("a")).contains("circular dependency: b -> c -> b.");
    assertThat(trouble("c")).contains("circular dependency: c -> b -> c.");
    assertThat(trouble("d")).isEmpty();
  }

  @Test
  void what_is_a_part_of_the_hub_is_there_already() {
    install("a", "http", "backup");
    setUp();

    assertThat(trouble("a")).isEmpty();
  }

  @Test
  void a_dependency_that_fails_takes_with_it_what_needs_it() {
    install("a", "b");
    install("b").onDeclare =
        () -> {
          throw new IllegalStateException("told to throw");
        };
    setUp();

    assertThat(trouble("b")).startsWith("Import error: ");
    assertThat(trouble("a")).contains("could not set up dependency b");
    assertThat(hosts.loaded()).isEmpty();
  }

  @Test
  void after_dependencies_are_waited_for_when_they_are_there() {
    install("a", after("b", "nobody"));
    install("b");

    assertThat(setUp()).containsExactly("b", "a");
    assertThat(trouble("a")).isEmpty();
  }

  @Test
  void an_after_dependency_that_fails_harms_nobody() {
    install("a", after("b"));
    install("b", "x");
    setUp();

    assertThat(hosts.loaded()).containsExactly("a");
  }

  @Test
  void two_that_wait_for_each_other_are_set_up_all_the_same() {
    install("a", after("b"));
    install("b", after("a"));

    assertThat(setUp()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void a_need_is_stronger_than_a_wish() {
    install("b", after("a"));
    install("a", "b");

    assertThat(setUp()).containsExactly("b", "a");
  }

  @Test
  void a_disabled_integration_fails_with_the_reason() {
    install("a", new JsonObject().put("disabled", "The service was shut down."));
    setUp();

    assertThat(trouble("a")).isEqualTo("The integration a is disabled: The service was shut down.");
  }

  @Test
  void an_integration_is_loaded_when_its_entries_have_been_tried() {
    install("a");
    setUp();

    assertThat(told).containsExactly("a entries", "a loaded");
    assertThat(await(() -> hosts.whetherLoaded("a"))).isTrue();
    assertThat(await(() -> hosts.whetherLoaded("nobody"))).isFalse();
  }

  @Test
  void the_time_of_a_set_up_is_kept() {
    install("a").onDeclare = () -> clock.set(clock.instant().plusSeconds(2));
    setUp();

    assertThat(hosts.setUpTimes()).containsExactly(Map.entry("a", Duration.ofSeconds(2)));
  }

  @Test
  void nobody_waits_longer_than_ten_seconds_for_a_set_up() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    install("slow").onDeclare = () -> hold(asked, go);
    install("quick");
    Promise<Void> prepared = Promise.promise();
    runtime.execute(() -> begin().onComplete(prepared));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    await(() -> hosts.find("quick").orElseThrow().settled());
    advance(Duration.ofSeconds(10));
    prepared.future().await();
    Promise<Void> loaded = Promise.promise();
    runtime.execute(() -> hosts.onLoaded(domain -> complete(domain, loaded)));
    List<String> order = load();
    List<String> before = List.copyOf(order);
    go.countDown();
    loaded.future().await();

    assertThat(before).containsExactly("quick");
    assertThat(order).containsExactly("quick", "slow");
  }

  private static void complete(String domain, Promise<Void> loaded) {
    if (domain.equals("slow")) {
      loaded.complete();
    }
  }

  private static void hold(CountDownLatch asked, CountDownLatch go) {
    asked.countDown();
    try {
      go.await();
    } catch (InterruptedException given_up) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_set_up_that_takes_ten_seconds_is_warned_of() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    install("warned_about").onDeclare = () -> hold(asked, go);
    try (LoggedLines log = LoggedLines.of(IntegrationHost.class)) {
      runtime.execute(this::begin);
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

      advance(Duration.ofSeconds(9));
      assertThat(log.lines()).noneMatch(line -> line.contains("warned_about"));
      advance(Duration.ofSeconds(1));

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN") && line.contains("warned_about"));
      go.countDown();
    }
  }

  @Test
  void a_set_up_is_given_up_after_three_hundred_seconds() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    install("slow").onDeclare = () -> hold(asked, new CountDownLatch(1));
    runtime.execute(this::begin);
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    advance(Duration.ofSeconds(299));
    assertThat(trouble("slow")).isEmpty();
    advance(Duration.ofSeconds(1));

    assertThat(trouble("slow")).contains("did not finish its set-up within 300 seconds");
  }

  private void advance(Duration by) {
    await(
        () -> {
          timers.advance(by);
          return Future.succeededFuture();
        });
  }
}
