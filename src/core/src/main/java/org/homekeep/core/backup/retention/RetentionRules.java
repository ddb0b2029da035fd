package org.homekeep.core.backup.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.core.backup.policy.Generations;
import org.homekeep.core.backup.policy.Period;

/**
 * What becomes of every copy, by Home Assistant's rules (backup.md §3.4), by generations, and by
 * what is stricter than both: a copy goes only when a newer one at its location has been verified,
 * so the newest verified copy of a location always stays.
 */
public final class RetentionRules {
  private final RetentionPolicy policy;
  private final Limits limits;

  private RetentionRules(RetentionPolicy policy) {
    this.policy = policy;
    this.limits = new Limits(policy);
  }

  /**
   * Judges copies.
   *
   * @param copies all copies of the locations that were listed
   * @return one judgement for each copy, oldest first
   */
  public static List<Judgement> plan(
      Collection<HeldCopy> copies, RetentionPolicy policy, Occasion occasion, Instant now) {
    return new RetentionRules(policy).judge(copies, occasion, now);
  }

  private List<Judgement> judge(Collection<HeldCopy> copies, Occasion occasion, Instant now) {
    List<HeldCopy> judged = copies.stream().filter(HeldCopy::isJudged).toList();
    Map<HeldCopy, Set<Period>> generations = generations(judged);
    Map<HeldCopy, Reason> unwanted = new HashMap<>(limits.tooOld(judged, now));
    if (occasion == Occasion.AFTER_BACKUP) {
      unwanted.putAll(limits.beyondCopies(judged));
      judged.stream()
          .filter(copy -> policy.generationsDelete(copy.agentId()))
          .filter(copy -> !generations.containsKey(copy))
          .forEach(copy -> unwanted.put(copy, new Reason.NoGeneration()));
    }
    Map<String, HeldCopy> lastVerified = lastVerified(copies);
    List<Judgement> judgements = new ArrayList<>();
    copies.stream()
        .sorted(HeldCopy.OLDEST_FIRST)
        .forEach(
            copy ->
                judgements.add(
                    new Judgement(
                        copy,
                        reason(
                            copy,
                            Optional.ofNullable(generations.get(copy)),
                            Optional.ofNullable(unwanted.get(copy)),
                            Optional.ofNullable(lastVerified.get(copy.agentId()))))));
    return judgements;
  }

  private Map<HeldCopy, Set<Period>> generations(List<HeldCopy> judged) {
    Map<HeldCopy, Set<Period>> kept = new HashMap<>();
    judged.stream()
        .collect(Collectors.groupingBy(HeldCopy::agentId))
        .forEach(
            (agentId, held) -> {
              Generations generations = policy.generations(agentId);
              kept.putAll(Calendar.kept(held, generations, policy.zone()));
            });
    return kept;
  }

  private static Map<String, HeldCopy> lastVerified(Collection<HeldCopy> copies) {
    Map<String, HeldCopy> newest = new HashMap<>();
    copies.stream()
        .filter(copy -> copy.isDatedAutomatic() && copy.verified())
        .sorted(HeldCopy.OLDEST_FIRST)
        .forEach(copy -> newest.put(copy.agentId(), copy));
    return newest;
  }

  private static Reason reason(
      HeldCopy copy,
      Optional<Set<Period>> generations,
      Optional<Reason> unwanted,
      Optional<HeldCopy> lastVerified) {
    if (copy.origin() != Origin.AUTOMATIC) {
      return new Reason.NotAutomatic(copy.origin());
    }
    if (copy.pinned()) {
      return Reason.Stays.PINNED;
    }
    if (copy.date().isEmpty()) {
      return Reason.Stays.UNREADABLE_DATE;
    }
    if (generations.isPresent()) {
      return new Reason.Generation(generations.get());
    }
    if (unwanted.isEmpty()) {
      return Reason.Stays.WANTED;
    }
    if (lastVerified.filter(copy::equals).isPresent()) {
      return Reason.Stays.LAST_VERIFIED;
    }
    boolean newerVerified =
        lastVerified.filter(newest -> HeldCopy.OLDEST_FIRST.compare(copy, newest) < 0).isPresent();
    return newerVerified ? unwanted.get() : Reason.Stays.NO_NEWER_VERIFIED;
  }
}
