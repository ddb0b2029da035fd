package org.homekeep.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.homekeep.core.integration.manifest.QualityScale;
import org.junit.jupiter.api.Test;

/** framework.md §11: 54 rules, 20 bronze, 10 silver, 21 gold, 3 platinum. */
class QualityRuleTest {
  private static long count(QualityScale tier) {
    return QualityRule.ALL.stream().filter(rule -> rule.tier() == tier).count();
  }

  @Test
  void every_tier_has_its_number_of_rules_and_none_is_there_twice() {
    assertThat(QualityRule.ALL).hasSize(54);
    assertThat(QualityRule.ALL).extracting(QualityRule::name).doesNotHaveDuplicates();
    assertThat(count(QualityScale.BRONZE)).isEqualTo(20);
    assertThat(count(QualityScale.SILVER)).isEqualTo(10);
    assertThat(count(QualityScale.GOLD)).isEqualTo(21);
    assertThat(count(QualityScale.PLATINUM)).isEqualTo(3);
  }

  @Test
  void a_tier_includes_itself_and_those_below_it() {
    assertThat(QualityScale.GOLD.includes(QualityScale.BRONZE)).isTrue();
    assertThat(QualityScale.GOLD.includes(QualityScale.GOLD)).isTrue();
    assertThat(QualityScale.GOLD.includes(QualityScale.PLATINUM)).isFalse();
  }
}
