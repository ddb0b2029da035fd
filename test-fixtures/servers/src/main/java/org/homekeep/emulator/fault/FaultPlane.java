package org.homekeep.emulator.fault;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fault rules of one emulator, in the order they were added; touched on its context only. */
public final class FaultPlane {
  private static final int MAX_RULES = 1_000;

  private final List<Armed> rules = new ArrayList<>();

  /**
   * Adds a rule.
   *
   * @throws FaultRuleException when there are too many already
   */
  public void add(FaultRule rule) {
    if (rules.size() >= MAX_RULES) {
      throw new FaultRuleException(
          "There are %d fault rules already; delete them before adding more.".formatted(MAX_RULES));
    }
    rules.add(new Armed(rule));
  }

  /** Forgets all rules. */
  public void clear() {
    rules.clear();
  }

  /**
   * Counts a call and says what goes wrong with it: the first rule that is due, while every rule
   * that fits the call counts it.
   */
  public Optional<FaultRule> next(SeenCall call) {
    Optional<FaultRule> due = Optional.empty();
    for (Armed armed : rules) {
      if (armed.rule.match().fits(call)) {
        armed.seen++;
        if (due.isEmpty() && armed.seen >= armed.rule.nth() && armed.fired < armed.rule.times()) {
          armed.fired++;
          due = Optional.of(armed.rule);
        }
      }
    }
    return due;
  }

  /** Whether there is no rule at all. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Whether a rule that is for this call asks for its bucket. */
  public boolean asksForBucket(String call) {
    return rules.stream()
        .map(armed -> armed.rule.match())
        .anyMatch(match -> match.bucket().isPresent() && match.concerns(call));
  }

  /** Every rule with how often it has fired ({@code fired}) and still will ({@code remaining}). */
  public List<JsonObject> list() {
    return rules.stream()
        .map(
            armed ->
                armed
                    .rule
                    .toJson()
                    .put("fired", armed.fired)
                    .put("remaining", armed.rule.times() - armed.fired))
        .toList();
  }

  private static final class Armed {
    private final FaultRule rule;
    private int seen;
    private int fired;

    private Armed(FaultRule rule) {
      this.rule = rule;
    }
  }
}
