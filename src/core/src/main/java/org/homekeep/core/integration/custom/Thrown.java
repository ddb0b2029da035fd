package org.homekeep.core.integration.custom;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What the code of an integration threw, safe to be logged and shown: a class of its own may throw
 * again when it is asked for its message, or answer with megabytes.
 */
public final class Thrown {
  private static final int LONGEST_MESSAGE = 64 << 10;
  private static final int LONGEST_TRACE = 4 << 20;

  private Thrown() {}

  /** The failure itself, or one that stands for it when it cannot be asked for its text. */
  public static Throwable tamed(@Nullable Throwable failure) {
    if (failure == null) {
      return new UnspeakableException("The integration failed without a reason.");
    }
    try {
      new Bounded(LONGEST_MESSAGE).write(String.valueOf(failure.getMessage()));
      failure.printStackTrace(new PrintWriter(new Bounded(LONGEST_TRACE)));
      return failure;
    } catch (Throwable unspeakable) {
      return new UnspeakableException(
          "The integration failed with %s, which cannot be shown."
              .formatted(failure.getClass().getName()));
    }
  }

  /** Stands for a failure that cannot be shown. */
  private static final class UnspeakableException extends Exception {
    UnspeakableException(String message) {
      super(message);
    }
  }

  /** Takes a text and forgets it; fails when it does not come to an end. */
  private static final class Bounded extends Writer {
    private int left;

    Bounded(int most) {
      this.left = most;
    }

    @Override
    public void write(char[] text, int offset, int length) {
      left -= length;
      if (left < 0) {
        throw new IllegalStateException("The text of a failure is too long.");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
