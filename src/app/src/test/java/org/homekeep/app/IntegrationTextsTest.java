package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.testkit.IntegrationJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code homekeep integration validate}: what code can tell has a text (framework.md §7.1). */
class IntegrationTextsTest {
  private static final String KEYS = "new FlowKeys(Set.of(\"user\"), Set.of(), Set.of())";
  private static final String START =
      "return Future.succeededFuture(StepResult.ShowForm.of(\"user\", SampleIntegration.FORM));";

  /** A form with a field {@code pin}. */
  private static final String PIN = "FormSchema.of(Field.Text.required(\"pin\"))";

  @TempDir private Path directory;

  private static IntegrationJar sample(JsonObject more) {
    JsonObject texts =
        new JsonObject(
            """
            {"title":"Sample",
             "config":{"step":{"user":{"title":"Add sample","data":{"folder":"Folder"}}}}}
            """);
    return IntegrationJar.of("sample")
        .file("sample/translations/en.json", texts.mergeIn(more, true).encode());
  }

  private static IntegrationJar sample(String more) {
    return sample(new JsonObject(more));
  }

  private String validate(IntegrationJar jar) {
    return Typed.homekeep(
            "integration", "validate", jar.write(directory.resolve("sample.jar")).toString())
        .out();
  }

  private static IntegrationJar telling(IntegrationJar jar, String issues, String exceptions) {
    return jar.members(
        "public TextKeys textKeys() { return new TextKeys(Set.of(%s), Set.of(%s)); }"
            .formatted(issues, exceptions));
  }

  @Test
  void an_issue_that_can_be_told_has_a_text() {
    assertThat(validate(telling(sample("{}"), "\"full\"", "")))
        .contains("mend: translations/en.json: 'issues.full' can be told and has no text");
  }

  @Test
  void an_exception_that_can_be_told_has_a_text() {
    assertThat(validate(telling(sample("{}"), "", "\"offline\"")))
        .contains("mend: translations/en.json: 'exceptions.offline' can be told and has no text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issues | {'issues':{'full':{'title':'Full','description':'It is full.'}}}",
        "exceptions | {'exceptions':{'full':{'message':'It is full.'}}}"
      })
  void a_text_that_nothing_tells_is_named(String kind, String texts) {
    assertThat(validate(sample(texts.replace('\'', '"'))))
        .contains("'" + kind + ".full' is never told: Integration.textKeys() does not name it");
  }

  @Test
  void what_is_told_and_has_texts_needs_no_mending() {
    String texts =
        """
        {"issues":{"full":{"title":"Full","description":"It is full."}},
         "exceptions":{"offline":{"message":"It is offline."}}}
        """;
    assertThat(validate(telling(sample(texts), "\"full\"", "\"offline\"")))
        .isEqualToIgnoringNewLines("Nothing is to be mended.\n");
  }

  @Test
  void an_issue_that_a_flow_mends_has_a_text_although_nobody_names_it_again() {
    String members =
        """
        public Map<String, FlowFactory<RepairFlow>> repairFlows(IntegrationContext context) {
          return Map.of("full", FlowFactory.of(
              new FlowKeys(Set.of("init"), Set.of(), Set.of()), Mending::new));
        }
        static final class Mending implements RepairFlow {
          public Future<RepairStep> start(RepairContext context) {
            return Future.succeededFuture(StepResult.ShowForm.of("init", PIN));
          }
          public Future<RepairStep> submit(RepairContext context, String step, Values input) {
            return Future.succeededFuture(new RepairStep.Resolved());
          }
        }
        """
            .replace("PIN", PIN);
    assertThat(validate(sample("{}").members(members)))
        .contains("'issues.full' can be told and has no text")
        .contains("'issues.full.fix_flow.step.init.data.pin' is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reauth", "reconfigure"})
  void the_fields_of_the_form_that_mends_an_entry_have_labels(String source) {
    IntegrationJar jar =
        sample("{}")
            .replacing(KEYS, KEYS.replace("\"user\"", "\"user\", \"" + source + "\""))
            .replacing(
                START,
                """
                if (context.source() != FlowSource.USER) {
                  context.entryToMend().data().text("folder");
                  return Future.succeededFuture(
                      StepResult.ShowForm.of(context.source().wireName(), PIN));
                }
                """
                        .replace("PIN", PIN)
                    + START);
    assertThat(validate(jar)).contains("'config.step." + source + ".data.pin' is missing");
  }

  @Test
  void the_fields_of_every_form_that_a_menu_leads_to_have_labels() {
    IntegrationJar jar =
        sample("{}")
            .replacing(KEYS, KEYS.replace("\"user\"", "\"user\", \"one\", \"two\", \"deep\""))
            .replacing(
                START,
                """
                return Future.succeededFuture(
                    new StepResult.ShowMenu("user", List.of("one", "two"), Map.of()));
                }
                public Future<ConfigStep> proceed(FlowContext context, String step) {
                  return Future.succeededFuture(
                      step.equals("two")
                          ? new StepResult.ShowMenu("two", List.of("deep", "two"), Map.of())
                          : StepResult.ShowForm.of(step, PIN));
                """
                    .replace("PIN", PIN));
    assertThat(validate(jar))
        .contains("'config.step.one.data.pin' is missing")
        .contains("'config.step.deep.data.pin' is missing");
  }

  @Test
  void the_fields_of_options_and_subentries_have_labels() {
    String members =
        """
        public Optional<FlowFactory<OptionsFlow>> optionsFlow(IntegrationContext context) {
          return Optional.of(FlowFactory.of(
              new FlowKeys(Set.of("init"), Set.of(), Set.of()), Tuning::new));
        }
        public Map<String, SubentryType> subentryTypes(IntegrationContext context) {
          return Map.of("room", new SubentryType(PIN, FlowFactory.of(
              new FlowKeys(Set.of("user", "reconfigure"), Set.of(), Set.of()), Adding::new)));
        }
        static final class Tuning implements OptionsFlow {
          public Future<OptionsStep> start(OptionsContext context) {
            return Future.succeededFuture(StepResult.ShowForm.of("init", PIN));
          }
          public Future<OptionsStep> submit(OptionsContext context, String step, Values input) {
            return Future.succeededFuture(new OptionsStep.SaveOptions(input));
          }
        }
        static final class Adding implements SubentryFlow {
          public Future<SubentryStep> start(SubentryContext context) {
            return Future.succeededFuture(StepResult.ShowForm.of(context.source().wireName(), PIN));
          }
          public Future<SubentryStep> submit(SubentryContext context, String step, Values input) {
            return Future.succeededFuture(StepResult.Abort.because("no"));
          }
        }
        """
            .replace("PIN", PIN);
    assertThat(validate(sample("{}").members(members)))
        .contains("'options.step.init.data.pin' is missing")
        .contains("'config_subentries.room.step.user.data.pin' is missing")
        .contains("'config_subentries.room.step.reconfigure.data.pin' is missing");
  }

  @Test
  void a_flow_that_fails_for_a_made_up_entry_is_no_fault() {
    IntegrationJar jar =
        sample("{\"config\":{\"step\":{\"reauth\":{\"title\":\"Again\"}}}}")
            .replacing(KEYS, KEYS.replace("\"user\"", "\"user\", \"reauth\""))
            .replacing(
                START,
                "if (context.source() != FlowSource.USER) throw new IllegalStateException();"
                    + START);
    assertThat(validate(jar)).isEqualToIgnoringNewLines("Nothing is to be mended.\n");
  }

  private static IntegrationJar choosing(String options) {
    String select =
        """
        FormSchema.of(Field.Text.required("folder"), new Field.Select("level", true,
            List.of(new Field.Option("low", "Low"), new Field.Option("high", "High")),
            false, Optional.of("levels"), Optional.empty(), List.of()))
        """;
    return sample(
            ("{'config':{'step':{'user':{'data':{'level':'Level'}}}},"
                    + "'selector':{'levels':{'options':{"
                    + options
                    + "}}}}")
                .replace('\'', '"'))
        .replacing(START, START.replace("SampleIntegration.FORM", select));
  }

  @Test
  void every_option_of_a_choice_has_a_label() {
    assertThat(validate(choosing("'low':'Low'")))
        .contains("mend: translations/en.json: 'selector.levels.options.high' is missing");
  }

  @Test
  void the_label_of_an_option_that_is_not_offered_is_remarked() {
    assertThat(validate(choosing("'low':'Low','high':'High','other':'Other'")))
        .contains("consider: translations/en.json: 'selector.levels.options.other' is the label");
  }

  @Test
  void the_texts_of_a_choice_that_nobody_shows_are_remarked() {
    assertThat(validate(sample("{\"selector\":{\"levels\":{\"options\":{\"low\":\"Low\"}}}}")))
        .contains("consider: translations/en.json: 'selector.levels' belongs to no choice");
  }
}
