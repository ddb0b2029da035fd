package org.homekeep.core.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import org.homekeep.core.runtime.MemoryBudget;

/** What is below an HTTP connection, for what Vert.x has no words for. */
final class Transport {
  private Transport() {}

  /**
   * Prepares a new connection: counts heads of requests, knows which encodings there are, and gives
   * others their turn after each piece that was read. Sixteen pieces in a row, as usual, may hold
   * twenty thousand small requests.
   *
   * @param heads what heads of requests may take that have not ended
   */
  static UnfinishedHead prepare(HttpConnection connection, MemoryBudget heads) {
    if (connection instanceof HttpServerConnection internal) {
      ChannelHandlerContext vertx = internal.channelHandlerContext();
      UnfinishedHead head = new UnfinishedHead(vertx, heads);
      vertx
          .channel()
          .config()
          .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1));
      vertx.pipeline().addFirst(head);
      vertx
          .pipeline()
          .addBefore(vertx.name(), TransferEncodings.class.getName(), new TransferEncodings());
      return head;
    }
    throw new IllegalStateException("A connection that does not come from the hub's server.");
  }
}
