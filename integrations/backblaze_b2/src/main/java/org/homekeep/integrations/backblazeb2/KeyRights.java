package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2LifecycleRule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a key may do to the bucket, and to more than that; a pure function of what B2 said. */
final class KeyRights {
  /** Rights with which locks are undone and other keys are made; no backup needs them. */
  private static final List<String> EXCESSIVE =
      List.of(
          "bypassGovernance",
          "deleteBuckets",
          "deleteKeys",
          "writeBucketRetentions",
          "writeBuckets",
          "writeKeys");

  private final Access access;

  KeyRights(Access access) {
    this.access = access;
  }

  private Set<String> capabilities() {
    return access.authorization().allowed().capabilities();
  }

  /** Whether it may remove a version of a file for good; else it can hide files. */
  boolean mayDelete() {
    return capabilities().contains("deleteFiles");
  }

  /** Whether it may protect files for a time. */
  boolean mayRetain() {
    return capabilities().contains("writeFileRetentions");
  }

  /** Rights that no backup needs, in the order in which people read them. */
  List<String> excessive() {
    return EXCESSIVE.stream().filter(capabilities()::contains).toList();
  }

  /** Whether it may do the same in every bucket of the account. */
  boolean isForAllBuckets() {
    return access.authorization().allowed().buckets().isEmpty();
  }

  /** Whether the bucket's own rules remove what was hidden in a folder. */
  boolean hiddenGoesBySelf(String prefix) {
    return rulesFor(prefix).anyMatch(rule -> rule.getDaysFromHidingToDeleting() != null);
  }

  /** Days after which the bucket's own rules cancel an upload of an object that is not complete. */
  Optional<Integer> daysOfUnfinished(String name) {
    return rulesFor(name)
        .flatMap(
            rule -> Stream.ofNullable(rule.getDaysFromStartingToCancelingUnfinishedLargeFiles()))
        .min(Comparator.naturalOrder());
  }

  private Stream<B2LifecycleRule> rulesFor(String name) {
    List<B2LifecycleRule> rules =
        Optional.ofNullable(access.bucket().getLifecycleRules()).orElse(List.of());
    return rules.stream().filter(rule -> name.startsWith(rule.getFileNamePrefix()));
  }
}
