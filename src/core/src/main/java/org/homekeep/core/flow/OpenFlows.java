package org.homekeep.core.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.flow.StepResult;
import org.homekeep.core.runtime.Timers;

/**
 * The flows of one kind that are open.
 *
 * <p>A flow that a user started ends by itself after an hour without use, and the one used longest
 * ago ends when a user opens more than twenty. A flow that the hub started waits for its user; the
 * oldest of them ends when a domain has more than fifty.
 */
final class OpenFlows<T extends FlowSubject, S extends StepResult> {
  private static final Duration IDLE = Duration.ofHours(1);
  private static final int MOST_OF_A_USER = 20;
  private static final int MOST_OF_THE_HUB = 50;

  private final Timers timers;
  private final Map<String, Flow<T, S>> flows = new LinkedHashMap<>();
  private final List<FlowListener> listeners = new ArrayList<>();
  private long uses;

  OpenFlows(Timers timers) {
    this.timers = timers;
  }

  void add(Flow<T, S> flow) {
    makeRoom(flow.start);
    flows.put(flow.id, flow);
  }

  Optional<Flow<T, S>> find(String flowId) {
    return Optional.ofNullable(flows.get(flowId));
  }

  List<Flow<T, S>> all() {
    return List.copyOf(flows.values());
  }

  Cancellable listen(FlowListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The flow shows its first step. */
  void announce(Flow<T, S> flow) {
    List.copyOf(listeners).forEach(listener -> listener.added(flow.view()));
  }

  void end(Flow<T, S> flow) {
    if (flow.ended) {
      return;
    }
    flow.ended = true;
    flow.expiry.ifPresent(Cancellable::cancel);
    flow.stopBackground();
    flows.remove(flow.id);
    if (flow.shown.isPresent()) {
      List.copyOf(listeners).forEach(listener -> listener.removed(flow.view()));
    }
  }

  /** The flow is used now. */
  void touch(Flow<T, S> flow) {
    flow.lastUse = ++uses;
    flow.expiry.ifPresent(Cancellable::cancel);
    if (!flow.ended && flow.start.userId().isPresent()) {
      flow.expiry = Optional.of(timers.after(IDLE, () -> end(flow)));
    }
  }

  private void makeRoom(FlowStart<T> start) {
    boolean byUser = start.userId().isPresent();
    List<Flow<T, S>> alike =
        flows.values().stream()
            .filter(flow -> flow.start.userId().equals(start.userId()))
            .filter(flow -> byUser || flow.subject().domain().equals(start.subject().domain()))
            .sorted(Comparator.comparingLong(flow -> flow.lastUse))
            .toList();
    int most = byUser ? MOST_OF_A_USER : MOST_OF_THE_HUB;
    for (int i = 0; i <= alike.size() - most; i++) {
      end(alike.get(i));
    }
  }
}
