package org.homekeep.core.validation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.core.integration.manifest.QualityScale;

/**
 * One of the 54 rules of the quality scale (framework.md §11).
 *
 * @param tier that needs the rule
 * @param name as it stands in {@code quality_scale.yaml}
 */
record QualityRule(QualityScale tier, String name) {
  private static final String BRONZE =
      "action-setup appropriate-polling brands common-modules config-flow-test-coverage config-flow"
          + " dependency-transparency docs-actions docs-triggers docs-conditions"
          + " docs-high-level-description docs-installation-instructions docs-removal-instructions"
          + " entity-event-setup entity-unique-id has-entity-name runtime-data test-before-configure"
          + " test-before-setup unique-config-entry";
  private static final String SILVER =
      "action-exceptions config-entry-unloading docs-configuration-parameters"
          + " docs-installation-parameters entity-unavailable integration-owner log-when-unavailable"
          + " parallel-updates reauthentication-flow test-coverage";
  private static final String GOLD =
      "devices diagnostics discovery discovery-update-info docs-data-update docs-examples"
          + " docs-known-limitations docs-supported-devices docs-supported-functions"
          + " docs-troubleshooting docs-use-cases dynamic-devices stale-devices entity-category"
          + " entity-device-class entity-disabled-by-default entity-translations"
          + " exception-translations icon-translations reconfiguration-flow repair-issues";
  private static final String PLATINUM = "async-dependency inject-websession strict-typing";

  /** All rules, the lowest tier first. */
  static final List<QualityRule> ALL =
      Stream.of(
              of(QualityScale.BRONZE, BRONZE),
              of(QualityScale.SILVER, SILVER),
              of(QualityScale.GOLD, GOLD),
              of(QualityScale.PLATINUM, PLATINUM))
          .flatMap(rules -> rules)
          .toList();

  private static Stream<QualityRule> of(QualityScale tier, String names) {
    return Arrays.stream(names.split(" ", -1)).map(name -> new QualityRule(tier, name));
  }
}
