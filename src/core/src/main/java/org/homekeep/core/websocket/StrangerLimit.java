package org.homekeep.core.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * How many bytes a client may send before it has said who it is. The decoder holds a frame until
 * all of it is there, so without this every stranger could fill megabytes of memory.
 */
final class StrangerLimit extends ChannelInboundHandlerAdapter {
  /** Several times the longest auth message, with what a socket delivers at once. */
  private static final long MOST = 128L * 1024;

  private long received;

  private StrangerLimit() {}

  /** Puts a limit on a connection. Call where its handlers are set. */
  static StrangerLimit on(ServerWebSocket socket) {
    StrangerLimit limit = new StrangerLimit();
    if (socket instanceof WebSocketInternal internal) {
      internal.channelHandlerContext().pipeline().addFirst(limit);
      return limit;
    }
    throw new IllegalStateException("A websocket that does not come from the hub's server.");
  }

  /** The client is known: only the limits of every message count from now on. */
  void lift(ServerWebSocket socket) {
    if (socket instanceof WebSocketInternal internal) {
      ChannelPipeline pipeline = internal.channelHandlerContext().pipeline();
      if (pipeline.context(this) != null) {
        pipeline.remove(this);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    received += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    if (received > MOST) {
      ReferenceCountUtil.release(message);
      context.close();
    } else {
      context.fireChannelRead(message);
    }
  }
}
