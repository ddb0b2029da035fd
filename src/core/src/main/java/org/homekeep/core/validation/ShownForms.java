package org.homekeep.core.validation;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.Subentry;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.DataEntryFlow;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.RepairContext;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryContext;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.homekeep.core.integration.Declared;

/**
 * The forms that an integration shows before anything is submitted: the first of each flow, for
 * every reason to start it, and all that menus lead to. What comes after a submission depends on
 * the service; the contract tests look at that.
 */
final class ShownForms {
  private static final String DOMAIN = "sample";
  private static final int MOST_FORMS = 100;

  private final Declared declared;
  private final Duration patience;
  private final Starter starter;
  private final ConfigEntry entry;
  private final List<Form> forms = new ArrayList<>();

  /**
   * A form.
   *
   * @param path where its texts stand, such as {@code config.step.user}
   */
  record Form(String path, FormSchema schema) {}

  /** Runs code of an integration, which may throw anything or never end. */
  interface Starter {
    /** Empty when it did not succeed. */
    <T> Optional<T> run(boolean mustSucceed, Callable<T> code);
  }

  private ShownForms(Declared declared, Duration patience, Starter starter) {
    this.declared = declared;
    this.patience = patience;
    this.starter = starter;
    this.entry =
        new ConfigEntry(
            "01SAMPLE",
            DOMAIN,
            "Sample",
            declared.version().major(),
            declared.version().minor(),
            Optional.empty(),
            SampleValues.of(declared.schema()),
            SampleValues.of(declared.optionsSchema()));
  }

  /**
   * Starts every flow.
   *
   * @param patience how long each step may take
   */
  static List<Form> of(Declared declared, Duration patience, Starter starter) {
    ShownForms shown = new ShownForms(declared, patience, starter);
    shown.config();
    shown.options();
    shown.subentries();
    shown.repairs();
    return List.copyOf(shown.forms);
  }

  private void config() {
    declared
        .configFlow()
        .ifPresent(
            flow -> {
              walk(
                  "config",
                  flow.factory(),
                  new FlowContext(FlowSource.USER, Optional.empty(), List.of()),
                  true);
              for (FlowSource source : List.of(FlowSource.REAUTH, FlowSource.RECONFIGURE)) {
                if (flow.keys().steps().stream()
                    .anyMatch(step -> step.startsWith(source.wireName()))) {
                  walk(
                      "config",
                      flow.factory(),
                      new FlowContext(source, Optional.of(entry), List.of()),
                      false);
                }
              }
            });
  }

  private void options() {
    declared
        .optionsFlow()
        .ifPresent(flow -> walk("options", flow.factory(), new OptionsContext(entry), false));
  }

  private void subentries() {
    declared
        .subentries()
        .forEach(
            (type, kind) -> {
              String path = "config_subentries." + type;
              walk(
                  path,
                  kind.flow().factory(),
                  new SubentryContext(FlowSource.USER, entry, Optional.empty()),
                  false);
              if (kind.flow().supportsReconfigure()) {
                Values data = SampleValues.of(kind.schema());
                walk(
                    path,
                    kind.flow().factory(),
                    new SubentryContext(
                        FlowSource.RECONFIGURE,
                        entry,
                        Optional.of(
                            new Subentry("01SAMPLE", type, "Sample", Optional.empty(), data))),
                    false);
              }
            });
  }

  private void repairs() {
    declared
        .repairs()
        .forEach(
            (key, flow) ->
                walk(
                    "issues." + key + ".fix_flow",
                    flow.factory(),
                    new RepairContext(
                        new Issue(
                            key, Severity.ERROR, true, false, key, Map.of(), Optional.empty()),
                        Map.of()),
                    false));
  }

  private <C, S extends StepResult, F extends DataEntryFlow<C, S>> void walk(
      String path, FlowFactory<F> factory, C context, boolean mustStart) {
    starter
        .run(mustStart, () -> step(factory.create().start(context)))
        .ifPresent(first -> follow(path, factory, context, first, new HashSet<>()));
  }

  private <C, S extends StepResult, F extends DataEntryFlow<C, S>> void follow(
      String path, FlowFactory<F> factory, C context, StepResult step, Set<String> seen) {
    if (step instanceof StepResult.ShowForm form && forms.size() < MOST_FORMS) {
      forms.add(new Form(path + ".step." + form.stepId(), form.schema()));
    } else if (step instanceof StepResult.ShowMenu menu) {
      menu.options().stream()
          .filter(seen::add)
          .forEach(
              option ->
                  starter
                      .run(false, () -> chosen(factory, context, option))
                      .ifPresent(next -> follow(path, factory, context, next, seen)));
    }
  }

  /** In a flow of its own, as another person would choose. */
  private <C, S extends StepResult, F extends DataEntryFlow<C, S>> StepResult chosen(
      FlowFactory<F> factory, C context, String option) throws Exception {
    F flow = factory.create();
    step(flow.start(context));
    return step(flow.proceed(context, option));
  }

  private StepResult step(Future<? extends StepResult> answer) throws Exception {
    StepResult step = answer.await(patience.toSeconds(), TimeUnit.SECONDS);
    return step instanceof ConfigStep.About about ? about.step() : step;
  }
}
