package org.homekeep.api.flow;

/** What a task of a flow tells of itself while it runs. May be used from any thread. */
public interface FlowProgress {

  /** Shows how much is done, from 0 to 1. */
  void report(double done);

  /** Whether nobody waits for the task any more, so that it had better stop. */
  boolean cancelled();
}
