package org.homekeep.core.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Supplier;
import org.homekeep.core.runtime.MemoryBudget;

/**
 * How many bytes of messages that are not handled a client may make the hub hold: in the decoder,
 * which holds a frame until all of it is there, and in messages that wait for their turn. A
 * stranger could fill megabytes of memory without this, and many clients that are known could
 * together.
 */
final class IncomingLimit extends ChannelInboundHandlerAdapter implements MemoryBudget.Holder {
  /** Of a stranger: several times the longest auth message, with what a socket delivers at once. */
  private static final long MOST_OF_A_STRANGER = 128L * 1024;

  /** What a client may send after the hub has said goodbye, with its own goodbye at the end. */
  private static final long MOST_AT_THE_END = 64L * 1024;

  private final MemoryBudget budget;
  private final Supplier<Object> owner;
  private final Runnable tooMuch;
  private boolean isStranger = true;
  private boolean closed;
  private long held;

  /** Bytes that were read and that no frame has come of. */
  private long undecoded;

  private int lastRead;

  private long leftAtTheEnd;

  private IncomingLimit(MemoryBudget budget, Supplier<Object> owner, Runnable tooMuch) {
    this.budget = budget;
    this.owner = owner;
    this.tooMuch = tooMuch;
  }

  /**
   * Puts a limit on a connection. Call where its handlers are set.
   *
   * @param owner whose connection it is
   * @param tooMuch called once when the client is to be cut off
   */
  static IncomingLimit on(
      ServerWebSocket socket, MemoryBudget budget, Supplier<Object> owner, Runnable tooMuch) {
    IncomingLimit limit = new IncomingLimit(budget, owner, tooMuch);
    ChannelHandlerContext vertx = Transport.of(socket);
    vertx.pipeline().addFirst(limit);
    vertx.pipeline().addBefore(vertx.name(), "decoded", limit.new Decoded());
    budget.join(limit);
    return limit;
  }

  /** The client is known: it may send what every client may. */
  void lift() {
    isStranger = false;
    delivered();
  }

  /** All messages that were complete are handled; what is held belongs to the next one. */
  void delivered() {
    if (!isStranger) {
      // The decoder keeps all of what was read last for the sake of one byte.
      change((undecoded == 0 ? 0 : Math.max(undecoded, lastRead)) - held);
    }
  }

  /** A message was complete and waits for its turn. */
  void waits(long bytes) {
    change(bytes);
  }

  /** The hub says goodbye: of what comes now, only the client's own goodbye matters. */
  void close() {
    leave(MOST_AT_THE_END);
  }

  private void leave(long mayStillSend) {
    if (!closed) {
      change(-held);
      closed = true;
      leftAtTheEnd = mayStillSend;
      budget.leave(this);
    }
  }

  private void change(long by) {
    if (!closed) {
      held += by;
      budget.change(by);
    }
  }

  @Override
  public Object owner() {
    return owner.get();
  }

  @Override
  public long held() {
    return held;
  }

  @Override
  public void giveUp() {
    if (!closed) {
      leave(0);
      tooMuch.run();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      lastRead = bytes.readableBytes();
      undecoded += lastRead;
      change(lastRead);
      if (isStranger && held > MOST_OF_A_STRANGER) {
        giveUp();
      }
    }
    if (closed && isTooMuchAtTheEnd(message)) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** After a gap, nothing that comes is what it seems. */
  private boolean isTooMuchAtTheEnd(Object message) {
    long bytes = message instanceof ByteBuf read ? read.readableBytes() : 0;
    leftAtTheEnd = bytes > leftAtTheEnd ? -1 : leftAtTheEnd - bytes;
    return leftAtTheEnd < 0;
  }

  /** Sees which frames came of what was read. */
  private final class Decoded extends ChannelInboundHandlerAdapter {
    private static final int MASK = 4;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof WebSocketFrame frame) {
        int content = frame.content().readableBytes();
        int length = content < 126 ? 2 : content < 65_536 ? 4 : 10;
        undecoded = Math.max(0, undecoded - length - MASK - content);
      }
      context.fireChannelRead(message);
    }
  }
}
