package org.homekeep.core.backup.archive.inflate;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * One deflate stream, inflated piece by piece.
 *
 * <p>{@link #next} decodes a piece, which then stands in {@link #data} between {@link #from} and
 * {@link #to} until the next call. After the last piece the input is at the first byte behind the
 * stream. For one thread.
 */
public final class Inflation {
  /** Bytes that copies may reach back. */
  public static final int WINDOW = 32 * 1024;

  private static final int PIECE = 96 * 1024;
  private static final int END = WINDOW + PIECE;

  /** What the next bits are. */
  private enum State {
    HEADER,
    STORED,
    CODES,
    DONE
  }

  private final InflateInput in;
  private final BlockCodes codes = new BlockCodes();
  private final SymbolLoop loop;
  private State state = State.HEADER;
  private boolean last;
  private int stored;
  private int from;
  private long total;
  private Optional<IOException> failure = Optional.empty();

  /** A stream that begins at the present byte of the input. */
  public Inflation(InflateInput in) {
    this.in = in;
    this.loop = new SymbolLoop(in, codes, END);
  }

  /**
   * A stream from a checkpoint on.
   *
   * @param in begins at {@link InflateCheckpoint#inputByte}
   * @throws ArchiveException.Damaged when the checkpoint makes no sense
   */
  public static Inflation from(InflateCheckpoint checkpoint, InflateInput in) throws IOException {
    Inflation inflation = new Inflation(in);
    inflation.resume(checkpoint);
    return inflation;
  }

  private void resume(InflateCheckpoint checkpoint) throws IOException {
    in.take(checkpoint.bitsInUse());
    last = checkpoint.last();
    stored = checkpoint.stored();
    state = State.HEADER;
    if (stored > 0) {
      in.toByte();
      state = State.STORED;
    } else if (checkpoint.code().isPresent()) {
      if (!codes.restore(checkpoint.code().get())) {
        throw in.damaged("its checkpoint has a wrong code");
      }
      state = State.CODES;
    }
    byte[] window = checkpoint.window();
    System.arraycopy(window, 0, loop.out, 0, window.length);
    loop.to = window.length;
    total = checkpoint.output();
  }

  /** From where the stream can be inflated again; between two pieces only. */
  public InflateCheckpoint checkpoint() {
    return new InflateCheckpoint(
        in.bitPosition(),
        total,
        last,
        state == State.STORED ? stored : 0,
        state == State.CODES ? Optional.of(codes.lengths()) : Optional.empty(),
        Arrays.copyOfRange(loop.out, Math.max(0, loop.to - WINDOW), loop.to));
  }

  /** Begins another stream, at the present byte of the input. */
  public void restart() {
    state = State.HEADER;
    failure = Optional.empty();
    last = false;
    from = 0;
    loop.to = 0;
    total = 0;
  }

  /**
   * Decodes the next piece; false when there is none.
   *
   * @throws ArchiveException.Damaged for all that zlib refuses, after all that can be decoded
   * @throws ArchiveException.Truncated when the input ends before the stream does
   * @throws IOException of the input, after all that came before it; from then on at every call
   */
  public boolean next() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (loop.to > WINDOW) {
      System.arraycopy(loop.out, loop.to - WINDOW, loop.out, 0, WINDOW);
      loop.to = WINDOW;
    }
    from = loop.to;
    try {
      while (loop.to < END && state != State.DONE) {
        step();
      }
    } catch (IOException e) {
      failure = Optional.of(e);
      if (loop.to == from) {
        throw e;
      }
    }
    total += loop.to - from;
    return loop.to > from;
  }

  private void step() throws IOException {
    if (state == State.STORED) {
      copy();
    } else if (state == State.HEADER) {
      header();
    } else if (loop.run(END)) {
      state = State.HEADER;
    }
  }

  /** Where pieces stand. */
  public byte[] data() {
    return loop.out;
  }

  /** The first byte of the piece. */
  public int from() {
    return from;
  }

  /** The first byte behind the piece. */
  public int to() {
    return loop.to;
  }

  /** The bytes of the stream up to the end of the piece. */
  public long total() {
    return total;
  }

  private void header() throws IOException {
    if (last) {
      in.toByte();
      state = State.DONE;
      return;
    }
    last = in.take(1) == 1;
    switch (in.take(2)) {
      case 0 -> {
        in.toByte();
        stored = in.take(16);
        if (in.take(16) != (~stored & 0xffff)) {
          throw in.damaged("the length of a stored block contradicts itself");
        }
        in.toByte();
        state = State.STORED;
      }
      case 1 -> {
        codes.fixed();
        state = State.CODES;
      }
      case 2 -> {
        codes.read(in);
        state = State.CODES;
      }
      default -> throw in.damaged("a block of unknown kind");
    }
  }

  private void copy() throws IOException {
    while (stored > 0 && loop.to < END) {
      if (in.at == in.limit && !in.fill()) {
        throw in.truncated();
      }
      int count = Math.min(Math.min(stored, END - loop.to), in.limit - in.at);
      System.arraycopy(in.buffer, in.at, loop.out, loop.to, count);
      in.at += count;
      loop.to += count;
      stored -= count;
    }
    if (stored == 0) {
      state = State.HEADER;
    }
  }
}
