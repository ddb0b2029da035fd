package org.homekeep.core.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** The connection below a websocket, for what Vert.x has no words for. */
final class Transport {
  /** So many messages wait for the end of a turn of the event loop; then they go. */
  private static final int MOST_GATHERED = 64;

  private Transport() {}

  /** Where Vert.x stands in the pipeline of the websocket. */
  static ChannelHandlerContext of(ServerWebSocket socket) {
    if (socket instanceof WebSocketInternal internal) {
      return internal.channelHandlerContext();
    }
    throw new IllegalStateException("A websocket that does not come from the hub's server.");
  }

  /**
   * Sends what was written in one turn of the event loop with one call of the system. Vert.x calls
   * it for each message, which takes most of the time when many events are heard by many clients;
   * so the hub is slowest when it has the most to catch up with.
   */
  static void gather(ServerWebSocket socket) {
    of(socket).pipeline().addFirst(new FlushConsolidationHandler(MOST_GATHERED, true));
  }

  /**
   * Ends the connection at once, with all that waits to be sent: past Vert.x, which would say
   * goodbye behind it and keep it until the client reads.
   */
  static void cut(ServerWebSocket socket) {
    of(socket).pipeline().firstContext().close();
  }
}
