package org.homekeep.core.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** The connection below a websocket, for what Vert.x has no words for. */
final class Transport {
  private Transport() {}

  /** Where Vert.x stands in the pipeline of the websocket. */
  static ChannelHandlerContext of(ServerWebSocket socket) {
    if (socket instanceof WebSocketInternal internal) {
      return internal.channelHandlerContext();
    }
    throw new IllegalStateException("A websocket that does not come from the hub's server.");
  }

  /**
   * Ends the connection at once, with all that waits to be sent: past Vert.x, which would say
   * goodbye behind it and keep it until the client reads.
   */
  static void cut(ServerWebSocket socket) {
    of(socket).pipeline().firstContext().close();
  }
}
