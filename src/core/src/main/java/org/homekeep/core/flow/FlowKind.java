package org.homekeep.core.flow;

import io.vertx.core.Future;
import java.util.Optional;
import org.homekeep.api.flow.StepResult;

/**
 * What one kind of flow is: where its steps come from, and what its results do.
 *
 * @param <T> what its flows are about
 * @param <S> what their steps answer
 */
public interface FlowKind<T extends FlowSubject, S extends StepResult> {

  /** An id for a new flow. */
  String nextId();

  /**
   * The steps for a subject.
   *
   * @throws FlowException when there is nothing that the subject names, or no steps for it
   */
  FlowScript<S> open(T subject) throws FlowException;

  /** Why a flow must not even start, as an abort reason of the hub. */
  default Optional<String> refusal(T subject) {
    return Optional.empty();
  }

  /** The name of what is mended; a placeholder of every form. */
  default Optional<String> title(T subject) {
    return Optional.empty();
  }

  /** What the flow is about before it says anything. */
  default Optional<String> uniqueId(T subject) {
    return Optional.empty();
  }

  /** Whether a new flow ends an older one of the same source about the same entry. */
  default boolean exclusive(T subject) {
    return false;
  }

  /** What a step says of the thing that the flow is about. */
  record Claim<S>(String uniqueId, S step) {}

  /** The claim in an answer, if there is one; otherwise the answer itself goes on. */
  default Optional<Claim<S>> claim(S answer) {
    return Optional.empty();
  }

  /** Why a flow cannot be about the thing, as an abort reason of the hub. */
  default Optional<String> refusal(T subject, String uniqueId) {
    return Optional.empty();
  }

  /**
   * Does what the last answer of a flow says. When the future succeeds, it is on the disk.
   *
   * <p>Fails with {@link FlowRefusedException} when it may not be done, and with {@code
   * IllegalStateException} when the flow had no business to answer this.
   *
   * @param answer none of {@link StepResult.Common}
   * @param uniqueId what the flow claimed to be about
   */
  Future<FlowEnd> end(FlowStart<T> start, S answer, Optional<String> uniqueId);
}
