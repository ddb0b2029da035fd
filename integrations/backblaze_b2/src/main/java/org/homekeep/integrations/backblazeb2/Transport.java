package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.B2StorageClientWebifier;
import com.backblaze.b2.client.B2StorageClientWebifierImpl;
import com.backblaze.b2.client.webApiClients.B2WebApiClient;
import com.backblaze.b2.client.webApiHttpClient.B2WebApiHttpClientImpl;
import com.backblaze.b2.client.webApiHttpClient.HttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's wire layer over connections of its own.
 *
 * <p>{@link #close()} may be called from any thread and breaks every call that is running, which is
 * how a call is stopped that would block for long. So every transfer has a transport of its own,
 * while short calls share their session's.
 */
@SuppressWarnings("deprecation") // An abstract class of the HTTP client demands deprecated types.
final class Transport implements AutoCloseable {
  private static final String USER_AGENT = "homekeep";
  private static final Duration LONGEST_CONNECTING = Duration.ofSeconds(60);
  private static final int CONNECTIONS = 8;

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient http;
  private final B2WebApiClient api;
  private final B2StorageClientWebifier webifier;

  private Transport(Settings settings, Duration silence) {
    connections = connections(settings);
    Duration connecting = silence.compareTo(LONGEST_CONNECTING) > 0 ? LONGEST_CONNECTING : silence;
    RequestConfig timeouts =
        RequestConfig.custom()
            .setConnectionRequestTimeout(millis(connecting))
            .setConnectTimeout(millis(connecting))
            .setSocketTimeout(millis(silence))
            .build();
    // Redirects would carry credentials elsewhere; compression would change what is downloaded;
    // trying again is decided where it is known what a call does.
    CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(timeouts)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    http = new OurWay(client, timeouts);
    api = B2WebApiHttpClientImpl.builder().setHttpClientFactory(new Factory()).build();
    webifier =
        new B2StorageClientWebifierImpl(api, USER_AGENT, settings.serviceUrl().toString(), null);
  }

  /**
   * Opens no connection yet.
   *
   * @param silence how long an answer may let wait for its next byte, and a connection for being
   *     made, which on a line that is full takes longer than on an idle one; at most a minute for
   *     that
   */
  static Transport open(Settings settings, Duration silence) {
    return new Transport(settings, silence);
  }

  /** All calls of the service. */
  B2StorageClientWebifier calls() {
    return webifier;
  }

  /** Requests with the SDK's treatment of errors, for calls that the SDK does not know. */
  B2WebApiClient api() {
    return api;
  }

  /** Requests whose answer is a stream that outlives the call. */
  CloseableHttpClient http() {
    return http;
  }

  @Override
  public void close() {
    connections.shutdown();
  }

  private static PoolingHttpClientConnectionManager connections(Settings settings) {
    RegistryBuilder<ConnectionSocketFactory> schemes =
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("https", SSLConnectionSocketFactory.getSocketFactory());
    if (settings.plainHttp()) {
      schemes.register("http", PlainConnectionSocketFactory.getSocketFactory());
    }
    PoolingHttpClientConnectionManager manager =
        new PoolingHttpClientConnectionManager(
            schemes.build(), null, null, null, 30, TimeUnit.SECONDS);
    manager.setMaxTotal(CONNECTIONS);
    manager.setDefaultMaxPerRoute(CONNECTIONS);
    manager.setValidateAfterInactivity(1000);
    return manager;
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  /**
   * The SDK's downloads bring timeouts of their own; here all requests have the same. What it sends
   * goes out in larger pieces.
   */
  private static final class OurWay extends CloseableHttpClient {
    private final CloseableHttpClient http;
    private final RequestConfig timeouts;

    OurWay(CloseableHttpClient http, RequestConfig timeouts) {
      this.http = http;
      this.timeouts = timeouts;
    }

    @Override
    protected CloseableHttpResponse doExecute(
        @Nullable HttpHost target, HttpRequest request, @Nullable HttpContext context)
        throws IOException {
      if (request instanceof HttpRequestBase configurable) {
        configurable.setConfig(timeouts);
        CallDeadlines.watch(configurable);
      }
      if (request instanceof HttpEntityEnclosingRequest sending
          && sending.getEntity() != null
          && sending.getEntity().isStreaming()) {
        sending.setEntity(new LargePieces(sending.getEntity()));
      }
      return http.execute(target, request, context);
    }

    @Override
    public void close() throws IOException {
      http.close();
    }

    @Override
    @Deprecated
    public HttpParams getParams() {
      throw new UnsupportedOperationException("Replaced by RequestConfig.");
    }

    @Override
    @Deprecated
    public ClientConnectionManager getConnectionManager() {
      throw new UnsupportedOperationException("Replaced by HttpClientConnectionManager.");
    }
  }

  /** By itself the HTTP client reads 4 KiB at a time and gives the socket 8. */
  private static final class LargePieces extends HttpEntityWrapper {
    private static final int PIECE = 32 * 1024;

    LargePieces(HttpEntity entity) {
      super(entity);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      byte[] piece = new byte[PIECE];
      try (InputStream body = getContent()) {
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
          out.write(piece, 0, read);
        }
      }
    }
  }

  private final class Factory implements HttpClientFactory {
    @Override
    public CloseableHttpClient create() {
      return http;
    }

    @Override
    public void close() {
      Transport.this.close();
    }
  }
}
