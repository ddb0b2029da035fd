package org.homekeep.core.backup.retention;

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
 * so the newest verified copy of a location always stays; and neither a clock that is wrong nor a
 * home that is not there takes anything away.
 */
public final class RetentionRules {
  private final RetentionPolicy policy;
  private final Circumstances circumstances;
  private final Limits limits;

  private RetentionRules(RetentionPolicy policy, Circumstances circumstances) {
    this.policy = policy;
    this.circumstances = circumstances;
    this.limits = new Limits(policy);
  }

  /**
   * Judges copies.
   *
   * @param copies all copies of the locations that were listed
   * @return one judgement for each copy, oldest first
   */
  public static List<Judgement> plan(
      Collection<HeldCopy> copies, RetentionPolicy policy, Circumstances circumstances) {
    return new RetentionRules(policy, circumstances).judge(copies);
  }

  private List<Judgement> judge(Collection<HeldCopy> copies) {
    List<HeldCopy> dated =
        copies.stream().filter(copy -> copy.isBelieved(circumstances.now())).toList();
    Map<String, Reason> doubts = Doubts.of(dated, policy.own().confirmed());
    List<HeldCopy> believed =
        dated.stream().filter(copy -> !doubts.containsKey(copy.backupId())).toList();
    List<HeldCopy> judged = believed.stream().filter(copy -> !copy.pinned()).toList();
    Map<HeldCopy, Set<Period>> generations = generations(judged);
    Map<String, HeldCopy> lastVerified = lastVerified(believed);
    Map<HeldCopy, Reason> unwanted =
        new HashMap<>(limits.tooOld(judged, lastVerified, circumstances));
    if (circumstances.occasion() == Occasion.AFTER_BACKUP) {
      unwanted.putAll(limits.beyondCopies(judged));
      judged.stream()
          .filter(copy -> policy.generationsDelete(copy.agentId()))
          .filter(copy -> !generations.containsKey(copy))
          .forEach(copy -> unwanted.put(copy, new Reason.NoGeneration()));
    }
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
                            Optional.ofNullable(doubts.get(copy.backupId())),
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

  private static Map<String, HeldCopy> lastVerified(Collection<HeldCopy> believed) {
    Map<String, HeldCopy> newest = new HashMap<>();
    believed.stream()
        .filter(HeldCopy::verified)
        .sorted(HeldCopy.OLDEST_FIRST)
        .forEach(copy -> newest.put(copy.agentId(), copy));
    return newest;
  }

  private Reason reason(
      HeldCopy copy,
      Optional<Reason> doubt,
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
    if (copy.isOfFuture(circumstances.now())) {
      return Reason.Stays.IN_THE_FUTURE;
    }
    if (doubt.isPresent()) {
      return doubt.get();
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
    if (!newerVerified) {
      return Reason.Stays.NO_NEWER_VERIFIED;
    }
    boolean justMade = circumstances.justMade().filter(copy.backupId()::equals).isPresent();
    if (!unwanted.get().deletes()) {
      return unwanted.get();
    }
    if (policy.own().inDoubt()) {
      return Reason.Stays.SETTINGS_IN_DOUBT;
    }
    return justMade ? Reason.Stays.JUST_MADE : unwanted.get();
  }
}
