package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.backblaze.b2.client.structures.B2ListFileNamesRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.checks.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server, or a proxy before it, that sends a byte now and then and never ends its answer. */
class DrippingAnswersTest extends EmulatorTest {
  private static final String NO_FILES =
      """
      {"files": [], "nextFileName": null}\
      """;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger dripping = new AtomicInteger();
  private boolean newTokenIsDue;

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private Session sessionOf(HttpServer server, String callTimeout) throws Exception {
    Access access = new AccessCheck(Settings.of(hub), BucketConfig.of(entry().data())).run();
    hub.set("service_url", "http://127.0.0.1:" + server.actualPort())
        .set("call_timeout", Duration.parse(callTimeout));
    Authorization authorization =
        Authorization.ofVersion4(
            HandMadeAnswersTest.authorized(
                "http://127.0.0.1:" + server.actualPort(), ", 'allowed': {}"));
    return new Session(
        Settings.of(hub),
        BucketConfig.of(input("key", "secret", BUCKET, "ha/")),
        EntryOptions.DEFAULT,
        new Access(authorization, access.bucket()),
        hub.clock());
  }

  /** Drips when the body or the path says so, else answers at once. */
  private HttpServer server() throws Exception {
    return hub.await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
  }

  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (newTokenIsDue && !request.path().endsWith("b2_authorize_account")) {
                request
                    .response()
                    .setStatusCode(401)
                    .end("{\"status\":401,\"code\":\"expired_auth_token\",\"message\":\"old\"}");
              } else if (newTokenIsDue || body.toString().contains("drip")) {
                drip(request);
              } else {
                request.response().end(NO_FILES);
              }
            });
  }

  private void drip(HttpServerRequest request) {
    dripping.incrementAndGet();
    request.response().setChunked(true);
    long timer = vertx.setPeriodic(20, tick -> request.response().write(" "));
    request
        .connection()
        .closeHandler(
            closed -> {
              vertx.cancelTimer(timer);
              dripping.decrementAndGet();
            });
  }

  private static void list(Session session, String prefix) throws Exception {
    B2ListFileNamesRequest request =
        B2ListFileNamesRequest.builder(session.bucketId()).setPrefix(prefix).build();
    session.call((calls, account) -> calls.listFileNames(account, request));
  }

  @Test
  void an_answer_that_drips_ends_in_time_and_is_not_asked_for_again() throws Exception {
    try (Session session = sessionOf(server(), "PT4S")) {

      assertThatThrownBy(() -> list(session, "drip"))
          .hasMessageContaining("no whole answer within 4 s");

      Patience.await(() -> dripping.get() == 0);
      list(session, "ha/");
    }
  }

  @Test
  void so_does_one_with_a_new_token() throws Exception {
    newTokenIsDue = true;
    try (Session session = sessionOf(server(), "PT4S")) {

      assertThatThrownBy(() -> list(session, "ha/"))
          .hasMessageContaining("no whole answer within 4 s");
    }
  }

  @Test
  void other_calls_are_answered_meanwhile_and_keep_their_connections() throws Exception {
    try (Session session = sessionOf(server(), "PT8S")) {
      var slow =
          threads.submit(
              () -> {
                list(session, "drip");
                return true;
              });
      Patience.await(() -> dripping.get() > 0);

      int answered = 0;
      do {
        list(session, "ha/");
        answered++;
      } while (!slow.isDone());

      assertThat(answered).isPositive();
      assertThatThrownBy(() -> slow.get(20, TimeUnit.SECONDS))
          .hasMessageContaining("no whole answer within 8 s");
    }
  }
}
