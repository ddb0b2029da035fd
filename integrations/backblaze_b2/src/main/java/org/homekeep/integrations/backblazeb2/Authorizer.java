package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.contentSources.B2Headers;
import com.backblaze.b2.client.contentSources.B2HeadersImpl;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.exceptions.B2LocalException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Shows the key to B2.
 *
 * <p>The SDK does so over version 2, where B2 refuses every key that is restricted to several
 * buckets. This asks over version 4, whose token the calls of version 2 accept.
 */
final class Authorizer {
  private static final int MAX_ANSWER = 256 * 1024;

  private final URI address;
  private final String basic;

  Authorizer(Settings settings, BucketConfig config) {
    String base = settings.serviceUrl().toString();
    address = URI.create(base + (base.endsWith("/") ? "" : "/") + "b2api/v4/b2_authorize_account");
    String pair = config.keyId().reveal() + ":" + config.applicationKey().reveal();
    basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks for a token. */
  Authorization authorize(Transport transport) throws B2Exception {
    B2Headers headers =
        B2HeadersImpl.builder()
            .set(B2Headers.AUTHORIZATION, basic)
            .set(B2Headers.USER_AGENT, "homekeep")
            .build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    transport
        .api()
        .getContent(
            address.toString(),
            headers,
            (answered, content) -> body.writeBytes(content.readNBytes(MAX_ANSWER)));
    return parsed(body.toByteArray());
  }

  private static Authorization parsed(byte[] body) throws B2LocalException {
    try {
      return Authorization.ofVersion4(new JsonObject(Buffer.buffer(body)));
    } catch (RuntimeException malformed) {
      throw new B2LocalException(
          "parsing_failed", "The answer is not one of b2_authorize_account.", malformed);
    }
  }
}
