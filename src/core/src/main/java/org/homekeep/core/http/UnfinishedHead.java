package org.homekeep.core.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.homekeep.core.runtime.MemoryBudget;

/**
 * How much of the head of a request a connection has sent that has not ended. The decoder keeps all
 * of it, and nobody has been asked yet who is there: thousands of connections would fill the memory
 * with lines that no request comes of.
 */
final class UnfinishedHead extends ChannelInboundHandlerAdapter implements MemoryBudget.Holder {
  private final ChannelHandlerContext connection;
  private final MemoryBudget budget;
  private boolean counting = true;
  private boolean closed;
  private long held;

  UnfinishedHead(ChannelHandlerContext connection, MemoryBudget budget) {
    this.connection = connection;
    this.budget = budget;
  }

  /** The request is answered: what comes is the head of the next. */
  void begins() {
    counting = true;
  }

  /**
   * All of the head is here, and what comes is a body or a websocket; or nothing comes any more.
   */
  void ended() {
    counting = false;
    budget.leave(this);
    budget.change(-held);
    held = 0;
  }

  @Override
  public Object owner() {
    return connection.channel().remoteAddress() instanceof InetSocketAddress internet
        ? internet.getAddress()
        : this;
  }

  @Override
  public long held() {
    return held;
  }

  @Override
  public void giveUp() {
    closed = true;
    ended();
    // Past Vert.x, which would take its time: the memory is needed now.
    connection.pipeline().firstContext().close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (counting && message instanceof ByteBuf bytes) {
      budget.join(this);
      held += bytes.readableBytes();
      budget.change(bytes.readableBytes());
    }
    if (closed) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
