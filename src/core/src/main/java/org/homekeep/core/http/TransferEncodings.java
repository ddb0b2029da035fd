package org.homekeep.core.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/**
 * Makes a request invalid whose body is encoded in a way that the hub does not know (RFC 9112
 * §6.1): the decoder would take it for one without a body, and the body for the next request. A
 * proxy that reads it otherwise would let somebody send requests as another.
 */
final class TransferEncodings extends ChannelInboundHandlerAdapter {

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && !isKnown(request)) {
      request.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("The encoding is not known.")));
    }
    context.fireChannelRead(message);
  }

  private static boolean isKnown(HttpRequest request) {
    List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return encodings.isEmpty()
        || (encodings.size() == 1 && encodings.get(0).strip().equalsIgnoreCase("chunked"));
  }
}
