package org.homekeep.core.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.ServerWebSocket;
import org.homekeep.core.runtime.MemoryBudget;

/**
 * How many bytes of messages that have not ended a client may send. The decoder holds a frame until
 * all of it is there: a stranger could fill megabytes of memory without this, and many clients that
 * are known could together.
 */
final class IncomingLimit extends ChannelInboundHandlerAdapter implements MemoryBudget.Holder {
  /** Of a stranger: several times the longest auth message, with what a socket delivers at once. */
  private static final long MOST_OF_A_STRANGER = 128L * 1024;

  private final MemoryBudget budget;
  private final Runnable tooMuch;
  private boolean isStranger = true;
  private boolean closed;
  private long unfinished;

  private IncomingLimit(MemoryBudget budget, Runnable tooMuch) {
    this.budget = budget;
    this.tooMuch = tooMuch;
  }

  /**
   * Puts a limit on a connection. Call where its handlers are set.
   *
   * @param tooMuch called once when the client is to be cut off
   */
  static IncomingLimit on(ServerWebSocket socket, MemoryBudget budget, Runnable tooMuch) {
    IncomingLimit limit = new IncomingLimit(budget, tooMuch);
    Transport.of(socket).pipeline().addFirst(limit);
    budget.join(limit);
    return limit;
  }

  /** The client is known: it may send what every client may. */
  void lift() {
    isStranger = false;
    delivered();
  }

  /** A message was complete; what comes belongs to the next one. */
  void delivered() {
    if (!isStranger && !closed) {
      budget.change(-unfinished);
      unfinished = 0;
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      budget.leave(this);
      budget.change(-unfinished);
    }
  }

  @Override
  public long held() {
    return unfinished;
  }

  @Override
  public void giveUp() {
    if (!closed) {
      close();
      tooMuch.run();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!closed && message instanceof ByteBuf bytes) {
      unfinished += bytes.readableBytes();
      budget.change(bytes.readableBytes());
      if (isStranger && unfinished > MOST_OF_A_STRANGER) {
        giveUp();
      }
    }
    if (closed) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
