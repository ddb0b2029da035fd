package org.homekeep.api.flow;

/** A flow that a person is led to when another has ended (framework.md §3.7). */
public sealed interface NextFlow {

  /** The options of the entry that was made. */
  record Options() implements NextFlow {}

  /** A subentry of the entry that was made, of the given type. */
  record Subentry(String type) implements NextFlow {}
}
