package org.homekeep.core.issues;

import java.util.Optional;
import java.util.function.ToIntFunction;
import org.homekeep.api.issue.Issue;
import org.jspecify.annotations.Nullable;

/**
 * How much one integration may report: all issues are kept in memory and written at each change.
 */
final class IssueLimits {
  private static final int MOST_ISSUES = 200;
  private static final int MOST_PLACEHOLDERS = 50;
  private static final int LONGEST_KEY = 255;
  private static final int LONGEST_URL = 4096;

  private IssueLimits() {}

  /**
   * Why an issue is not shown, if that is so.
   *
   * @param others how many issues there are beside this one, once it has an id
   */
  static Optional<String> refusal(@Nullable Issue issue, ToIntFunction<Issue> others) {
    if (issue == null || !isKey(issue.issueId()) || !isKey(issue.translationKey())) {
      return Optional.of("it has no id or no text");
    }
    if (issue.severity() == null
        || !isOptional(issue.learnMoreUrl())
        || !isOptional(issue.issueDomain())) {
      return Optional.of("something of it is missing");
    }
    boolean small =
        issue.placeholders().size() <= MOST_PLACEHOLDERS
            && issue.placeholders().keySet().stream().allMatch(key -> key.length() <= LONGEST_KEY);
    if (!small) {
      return Optional.of("it has too many texts");
    }
    return others.applyAsInt(issue) >= MOST_ISSUES
        ? Optional.of("there are %d already".formatted(MOST_ISSUES))
        : Optional.empty();
  }

  private static boolean isKey(@Nullable String text) {
    return text != null && !text.isBlank() && text.length() <= LONGEST_KEY;
  }

  private static boolean isOptional(@Nullable Object field) {
    return field instanceof Optional<?> given
        && (given.isEmpty()
            || (given.get() instanceof String text && text.length() <= LONGEST_URL));
  }
}
