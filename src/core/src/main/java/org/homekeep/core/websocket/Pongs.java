package org.homekeep.core.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;

/**
 * Answers the pings of one client, one at a time: of those that come while a pong is on its way,
 * the last alone is answered, which RFC 6455 §5.5.3 allows. Whoever sends pings and reads nothing
 * would fill the memory with pongs otherwise.
 */
final class Pongs extends ChannelInboundHandlerAdapter {
  private boolean underWay;
  private Optional<ByteBuf> last = Optional.empty();

  private Pongs() {}

  /** Takes the pings of a connection before anyone else sees them. */
  static void on(ServerWebSocket socket) {
    ChannelHandlerContext vertx = Transport.of(socket);
    vertx.pipeline().addBefore(vertx.name(), Pongs.class.getName(), new Pongs());
    // Vert.x would replace what is no UTF-8, and somebody would keep another text than was sent.
    vertx.pipeline().addBefore(Pongs.class.getName(), "utf8", new Utf8FrameValidator(false));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof PingWebSocketFrame ping)) {
      context.fireChannelRead(message);
    } else if (underWay) {
      forget();
      last = Optional.of(ping.content());
    } else {
      answer(context, ping.content());
    }
  }

  private void answer(ChannelHandlerContext context, ByteBuf content) {
    underWay = true;
    context
        .writeAndFlush(new PongWebSocketFrame(content))
        .addListener(
            gone -> {
              underWay = false;
              Optional<ByteBuf> next = last;
              last = Optional.empty();
              next.ifPresent(each -> answer(context, each));
            });
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private void forget() {
    last.ifPresent(ReferenceCountUtil::release);
    last = Optional.empty();
  }
}
