package org.homekeep.browser;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.NewSubentry;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.FlowProgress;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.flow.RepairContext;
import org.homekeep.api.flow.RepairStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.flow.SubentryContext;
import org.homekeep.api.flow.SubentryStep;
import org.homekeep.api.flow.SubentryType;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.MomentKind;
import org.homekeep.api.schema.SelectStyle;
import org.homekeep.api.schema.TextStyle;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.ScriptedFlow;
import org.homekeep.fixture.ScriptedFlow.Moment;

/** An integration whose flows show everything that a flow can show. */
final class Exhibit extends FixtureIntegration {
  private static final Map<String, String> NAMED = Map.of("name", "the exhibit");
  private static final FormSchema NOTHING = FormSchema.empty();
  private static final FormSchema KEY = FormSchema.of(Field.Hidden.password("key"));
  private static final FormSchema FOLDER = FormSchema.of(Field.Text.required("path"));
  private static final FormSchema CAP =
      FormSchema.of(
          new Field.Numeric(
              "cap",
              true,
              true,
              Optional.of(BigDecimal.ONE),
              Optional.of(BigDecimal.TEN),
              Optional.of("GB"),
              Optional.empty(),
              Optional.empty()));

  private static final FlowKeys KEYS =
      new FlowKeys(
          Set.of("start", "form", "found", "look", "login", "declined", "reauth_confirm"),
          Set.of("cannot_connect", "invalid_host", "bad_path"),
          Set.of("declined", "reauth_successful"),
          Set.of("looking"));

  /** What was typed in the form. */
  final CompletableFuture<Values> typed = new CompletableFuture<>();

  /** What takes a while, for a test to end. */
  final Promise<String> search = Promise.promise();

  private final CompletableFuture<FlowProgress> looking = new CompletableFuture<>();

  Exhibit() {
    configFlow = Optional.of(FlowFactory.of(KEYS, () -> new ScriptedFlow.Config(this::step)));
    subentryTypes =
        Map.of(
            "folder",
            new SubentryType(
                FOLDER,
                FlowFactory.of(
                    new FlowKeys(
                        Set.of("user", "reconfigure"), Set.of(), Set.of("reconfigure_successful")),
                    () -> new ScriptedFlow.Subentry(Exhibit::folder))));
    repairFlows =
        Map.of(
            "cap_reached",
            FlowFactory.of(
                new FlowKeys(Set.of("init"), Set.of(), Set.of()),
                () -> new ScriptedFlow.Repair(Exhibit::cap)));
  }

  @Override
  public String domain() {
    return "exhibit";
  }

  @Override
  public FormSchema entrySchema() {
    return NOTHING;
  }

  /** What it may use of the hub, once an entry was set up. */
  IntegrationContext hub() {
    return context.orElseThrow();
  }

  /** The task that looks, once it has begun. */
  FlowProgress looking() {
    return looking.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static <S> Future<S> now(S step) {
    return Future.succeededFuture(step);
  }

  private Future<ConfigStep> step(Moment<FlowContext> moment) {
    if (moment.context().source() == FlowSource.REAUTH) {
      return now(
          moment.stepId().equals("start")
              ? StepResult.ShowForm.of("reauth_confirm", KEY)
              : new ConfigStep.UpdateEntry("Exhibit", Values.empty(), "reauth_successful"));
    }
    return now(
        switch (moment.stepId()) {
          case "start" ->
              new StepResult.ShowMenu("start", List.of("form", "look", "login", "declined"), NAMED);
          case "form" -> new StepResult.ShowForm("form", everyKind(), Map.of(), NAMED);
          case "form!" -> answered(moment.input());
          case "look" ->
              new StepResult.ShowProgress(
                  "look",
                  "looking",
                  NAMED,
                  progress -> {
                    looking.complete(progress);
                    return search.future();
                  });
          case "login" -> {
            if (moment.answer().isEmpty()) {
              yield new StepResult.OpenExternal("login", Exhibit::page, NAMED);
            }
            yield found();
          }
          case "found" -> found();
          case "declined" -> StepResult.Abort.because("declined");
          default ->
              new ConfigStep.CreateEntry(
                  "Exhibit", Optional.of("one"), Values.empty(), Values.empty());
        });
  }

  /** The page of the service sends everybody back at once. */
  private static URI page(URI callback, String state) {
    return URI.create(callback + "?code=c-0-d-e&state=" + state);
  }

  private static ConfigStep found() {
    return new StepResult.ShowForm("found", NOTHING, Map.of(), NAMED, Optional.of(true));
  }

  private ConfigStep answered(Values input) {
    if (input.text("host").equals("nowhere")) {
      return new StepResult.ShowForm(
          "form",
          everyKind().suggesting(input),
          Map.of("base", "cannot_connect", "host", "invalid_host", "rare", "bad_path"),
          NAMED);
    }
    typed.complete(input);
    return found();
  }

  private static Future<SubentryStep> folder(Moment<SubentryContext> moment) {
    boolean mends = moment.context().source() == FlowSource.RECONFIGURE;
    if (moment.stepId().equals("start")) {
      return now(
          StepResult.ShowForm.of(
              mends ? "reconfigure" : "user",
              mends ? FOLDER.suggesting(moment.context().subentryToMend().data()) : FOLDER));
    }
    String path = moment.input().text("path");
    return now(
        mends
            ? new SubentryStep.UpdateSubentry(path, moment.input(), "reconfigure_successful")
            : new SubentryStep.CreateSubentry(
                new NewSubentry("folder", path, Optional.of(path), moment.input())));
  }

  private static Future<RepairStep> cap(Moment<RepairContext> moment) {
    return now(
        moment.stepId().equals("start")
            ? new StepResult.ShowForm("init", CAP, Map.of(), Map.of())
            : new RepairStep.Resolved());
  }

  private static FormSchema everyKind() {
    return FormSchema.of(
        Field.Text.required("host"),
        line("address", TextStyle.of(TextStyle.Kind.URL)),
        line("mail", TextStyle.of(TextStyle.Kind.EMAIL)),
        Field.Hidden.password("key"),
        line("note", TextStyle.of(TextStyle.Kind.LINES)),
        new Field.TextList("tags", false, List.of(), List.of("attic")),
        number("port", true, Optional.empty()),
        number("limit", false, Optional.of("Mbit/s")),
        new Field.Flag("secure", true, Optional.of(true), Optional.empty()),
        choice("colour", List.of("red", "green"), false, SelectStyle.Mode.LIST),
        choice("weekday", List.of("mon", "tue", "wed"), true, SelectStyle.Mode.LIST),
        choice("region", List.of("eu", "us"), false, SelectStyle.Mode.DROPDOWN),
        new Field.Select(
            "model",
            false,
            List.of(new Field.Option("a1", "A1"), new Field.Option("b2", "B2")),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            new SelectStyle(SelectStyle.Mode.DROPDOWN, true, false)),
        new Field.Interval("wait", false, Optional.empty(), Optional.of(Duration.ofMinutes(5))),
        new Field.Moment("since", false, MomentKind.DATE, Optional.empty(), Optional.empty()),
        new Field.Moment("at", false, MomentKind.TIME, Optional.empty(), Optional.empty()),
        new Field.Moment("moment", false, MomentKind.DATE_TIME, Optional.empty(), Optional.empty()),
        new Field.Structure("more", false, Optional.empty()),
        new Field.Constant("fixed", "This cannot be changed."),
        new Field.Section(
            "rare",
            false,
            FormSchema.of(
                Field.Text.optional("path", "/"), number("retries", true, Optional.empty()))));
  }

  private static Field.Text line(String name, TextStyle style) {
    return new Field.Text(name, false, Optional.empty(), Optional.empty(), style);
  }

  private static Field.Numeric number(String name, boolean whole, Optional<String> unit) {
    return new Field.Numeric(
        name,
        false,
        whole,
        Optional.of(BigDecimal.ONE),
        Optional.of(BigDecimal.valueOf(65_535)),
        unit,
        Optional.empty(),
        Optional.empty());
  }

  private static Field.Select choice(
      String name, List<String> values, boolean multiple, SelectStyle.Mode mode) {
    return new Field.Select(
        name,
        name.equals("colour"),
        values.stream().map(value -> new Field.Option(value, value)).toList(),
        multiple,
        Optional.of(name),
        Optional.empty(),
        List.of(),
        new SelectStyle(mode, false, false));
  }
}
