package org.homekeep.emulator.fault;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What a fault does to the bytes of one body as they pass. One for each body, touched on its
 * context only.
 */
public final class BodyFault {
  private final Optional<FaultRule> rule;
  private final long at;
  private long position;
  private boolean tripped;

  private BodyFault(Optional<FaultRule> rule, long at) {
    this.rule = rule;
    this.at = at;
  }

  /**
   * The effect of a rule on a body.
   *
   * @param length the length of the body in bytes; a truncation without a position takes its half
   */
  public static BodyFault of(Optional<FaultRule> rule, long length) {
    long otherwise =
        rule.filter(it -> it.action() == FaultAction.TRUNCATE).map(it -> length / 2).orElse(0L);
    return new BodyFault(rule, rule.map(it -> it.afterBytes().orElse(otherwise)).orElse(0L));
  }

  /**
   * Passes a piece of the body: unchanged, with a byte changed, or cut where the body breaks off.
   */
  public Buffer pass(Buffer chunk) {
    long start = position;
    if (tripped) {
      return Buffer.buffer();
    }
    position += chunk.length();
    if (rule.isEmpty()) {
      return chunk;
    }
    return switch (rule.get().action()) {
      case CORRUPT -> at >= start && at < position ? flipped(chunk, (int) (at - start)) : chunk;
      case ERROR, RESET, STALL, TRUNCATE -> {
        if (position < at) {
          yield chunk;
        }
        tripped = true;
        yield chunk.slice(0, (int) (at - start));
      }
      case DELAY, SLOW -> chunk;
    };
  }

  /** Whether the body breaks off here, and by which rule. */
  public Optional<FaultRule> broken() {
    return tripped ? rule : Optional.empty();
  }

  /** How many bytes to pass at a time: what is usual, or less for a slow body to flow evenly. */
  public int slice(int usual) {
    return rule.filter(it -> it.action() == FaultAction.SLOW)
        .map(it -> (int) Math.min(usual, 1 + it.bytesPerSecond() / 4))
        .orElse(usual);
  }

  /** How long so many bytes take. */
  public Duration pause(int bytes) {
    return rule.filter(it -> it.action() == FaultAction.SLOW)
        .map(it -> Duration.ofMillis(bytes * 1000L / it.bytesPerSecond()))
        .orElse(Duration.ZERO);
  }

  private static Buffer flipped(Buffer chunk, int index) {
    Buffer copy = chunk.copy();
    return copy.setByte(index, (byte) (copy.getByte(index) ^ 0x20));
  }
}
