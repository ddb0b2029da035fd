package org.homekeep.api;

import java.util.Set;

/**
 * The keys of what an integration tells people outside of its flows, so that each is found in the
 * translations.
 *
 * @param issues translation keys of the issues that it reports; those that a repair flow mends are
 *     declared by the flow
 * @param exceptions translation keys of the exceptions with which a set-up fails
 */
public record TextKeys(Set<String> issues, Set<String> exceptions) {
  private static final TextKeys NONE = new TextKeys(Set.of(), Set.of());

  public TextKeys {
    issues = Set.copyOf(issues);
    exceptions = Set.copyOf(exceptions);
  }

  /** Of an integration that reports no issue and whose exceptions have no keys. */
  public static TextKeys none() {
    return NONE;
  }
}
