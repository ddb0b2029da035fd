package org.homekeep.api.flow;

import java.util.function.Supplier;

/**
 * The flows of one kind that an integration has: what they may show, and how to start one.
 *
 * @param <F> such as {@link ConfigFlow}
 */
public interface FlowFactory<F> {

  /** Every key that a flow made here can show. */
  FlowKeys keys();

  /** A new flow. */
  F create();

  /** A factory of the given parts. */
  static <F> FlowFactory<F> of(FlowKeys keys, Supplier<? extends F> maker) {
    return new FlowFactory<>() {
      @Override
      public FlowKeys keys() {
        return keys;
      }

      @Override
      public F create() {
        return maker.get();
      }
    };
  }
}
