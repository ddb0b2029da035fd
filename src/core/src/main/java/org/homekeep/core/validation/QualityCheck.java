package org.homekeep.core.validation;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.manifest.Manifest;
import org.homekeep.core.integration.manifest.Problem;
import org.homekeep.core.integration.manifest.QualityScale;

/** Compares what an integration claims of its quality with what can be seen (framework.md §11). */
final class QualityCheck {
  private static final FlowKeys NO_KEYS = new FlowKeys(Set.of(), Set.of(), Set.of());

  private final Manifest manifest;
  private final Declared declared;
  private final JsonObject english;
  private final List<Problem> problems = new ArrayList<>();

  private QualityCheck(Manifest manifest, Declared declared, JsonObject english) {
    this.manifest = manifest;
    this.declared = declared;
    this.english = english;
  }

  /** Everything that is claimed and is not so. */
  static List<Problem> check(
      Manifest manifest, Declared declared, JsonObject english, Optional<String> file) {
    QualityCheck check = new QualityCheck(manifest, declared, english);
    Optional<QualityScale> claimed = manifest.qualityScale().filter(QualityScale::isTier);
    if (file.isPresent()) {
      QualityClaims claims = QualityClaims.read(file.get(), check.problems);
      check.statuses(claims);
      claimed.ifPresent(tier -> check.tier(tier, claims));
      check.seen(claims);
    } else {
      claimed.ifPresent(
          tier ->
              check.fault(
                  "the manifest claims %s, and there is no such file beside the class that says what is done."
                      .formatted(tier.wireName())));
    }
    return List.copyOf(check.problems);
  }

  private void statuses(QualityClaims claims) {
    for (String rule : claims.rules()) {
      QualityClaims.Claim claim = claims.of(rule).orElseThrow();
      if (QualityRule.ALL.stream().noneMatch(known -> known.name().equals(rule))) {
        fault("there is no rule '%s'.".formatted(rule));
      } else if (!Set.of("done", "todo", "exempt").contains(claim.status())) {
        fault("'%s' must be done, todo or exempt, not '%s'.".formatted(rule, claim.status()));
      } else if (claim.exempt() && claim.comment().isBlank()) {
        fault("'%s' is exempt and has no comment that says why.".formatted(rule));
      }
    }
  }

  private void tier(QualityScale tier, QualityClaims claims) {
    QualityRule.ALL.stream()
        .filter(rule -> tier.includes(rule.tier()))
        .filter(
            rule ->
                claims.of(rule.name()).filter(claim -> claim.done() || claim.exempt()).isEmpty())
        .forEach(
            rule ->
                fault(
                    "'%s' is not done, and %s needs it. Do it, or claim less in the manifest."
                        .formatted(rule.name(), tier.wireName())));
  }

  private void seen(QualityClaims claims) {
    Map<String, String> wanting = new LinkedHashMap<>();
    expect(
        wanting,
        "config-flow",
        this::describesItsFields,
        "the manifest's config_flow, a flow, and a data_description for every field of its steps");
    expect(
        wanting,
        "test-before-configure",
        keys -> !keys.errors().isEmpty(),
        "an error that the flow can show");
    expect(
        wanting,
        "unique-config-entry",
        keys -> keys.aborts().contains("already_configured") || manifest.singleConfigEntry(),
        "the abort reason already_configured, or the manifest's single_config_entry");
    expect(
        wanting,
        "reauthentication-flow",
        keys -> keys.steps().stream().anyMatch(step -> step.startsWith("reauth")),
        "a step of the flow that begins with reauth");
    expect(
        wanting,
        "reconfiguration-flow",
        keys -> keys.steps().contains("reconfigure"),
        "the step reconfigure");
    expect(
        wanting,
        "integration-owner",
        keys -> !manifest.codeowners().isEmpty(),
        "code owners in the manifest");
    expect(
        wanting,
        "exception-translations",
        keys -> english.containsKey("exceptions"),
        "texts under 'exceptions'");
    expect(wanting, "repair-issues", keys -> english.containsKey("issues"), "texts under 'issues'");
    expect(
        wanting,
        "discovery",
        keys -> !manifest.matchers().isEmpty(),
        "a discovery key in the manifest");
    wanting.forEach(
        (rule, what) -> {
          if (claims.of(rule).filter(QualityClaims.Claim::done).isPresent()) {
            fault("'%s' is done, it says, but there is nothing of this: %s.".formatted(rule, what));
          }
        });
  }

  private void expect(
      Map<String, String> wanting, String rule, Predicate<FlowKeys> seen, String what) {
    FlowKeys keys = declared.configFlow().map(flow -> flow.keys()).orElse(NO_KEYS);
    if (!seen.test(keys)) {
      wanting.put(rule, what);
    }
  }

  private boolean describesItsFields(FlowKeys keys) {
    JsonObject steps =
        english.getJsonObject("config", new JsonObject()).getJsonObject("step", new JsonObject());
    return manifest.configFlow()
        && declared.configFlow().isPresent()
        && keys.steps().stream()
            .allMatch(
                step -> {
                  JsonObject texts = steps.getJsonObject(step, new JsonObject());
                  return texts
                      .getJsonObject("data_description", new JsonObject())
                      .fieldNames()
                      .containsAll(texts.getJsonObject("data", new JsonObject()).fieldNames());
                });
  }

  private void fault(String sentence) {
    problems.add(Problem.fault(QualityClaims.FILE, sentence));
  }
}
