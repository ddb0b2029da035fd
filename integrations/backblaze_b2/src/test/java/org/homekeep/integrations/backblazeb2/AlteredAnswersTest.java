package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B2 says that it has stored something else than what was sent (b2-and-cloud.md §A.10). */
class AlteredAnswersTest extends EmulatorTest {
  private static final String OTHER_SHA1 = "0".repeat(40);

  private record Alteration(String call, Consumer<JsonObject> change) {}

  private final AtomicReference<Alteration> alteration =
      new AtomicReference<>(new Alteration("none", answer -> {}));

  /** Passes everything on to the emulator, which tells its address by the name it was called by. */
  @BeforeEach
  void standInFront() throws Exception {
    HttpClient client = vertx.createHttpClient();
    HttpServer front =
        hub.await(
            vertx
                .createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                .requestHandler(request -> passOn(client, request))
                .listen(0, "127.0.0.1"));
    hub.set("service_url", "http://127.0.0.1:" + front.actualPort());
  }

  private void passOn(HttpClient client, HttpServerRequest request) {
    RequestOptions there =
        new RequestOptions()
            .setAbsoluteURI(b2.url() + request.uri())
            .setMethod(request.method())
            .setHeaders(request.headers().remove("Expect"));
    request
        .body()
        .compose(
            body ->
                client
                    .request(there)
                    .compose(sent -> sent.send(body))
                    .compose(
                        answer ->
                            answer
                                .body()
                                .compose(
                                    stored -> {
                                      var headers = answer.headers().remove("Content-Length");
                                      request.response().headers().addAll(headers);
                                      return request
                                          .response()
                                          .setStatusCode(answer.statusCode())
                                          .end(altered(request.path(), stored));
                                    })))
        .onFailure(failure -> request.response().reset());
  }

  private Buffer altered(String path, Buffer answer) {
    Alteration wanted = alteration.get();
    if (!path.contains(wanted.call())) {
      return answer;
    }
    JsonObject json = answer.toJsonObject();
    wanted.change().accept(json);
    return json.toBuffer();
  }

  private void alter(String call, Consumer<JsonObject> change) {
    alteration.set(new Alteration(call, change));
  }

  private static void oneByteMore(JsonObject answer) {
    answer.put("contentLength", answer.getLong("contentLength") + 1);
  }

  private static void otherSha1(JsonObject answer) {
    answer.put("contentSha1", OTHER_SHA1);
  }

  /** The upload fails for that reason, and nothing of it stays in the bucket. */
  private void assertFailsAndLeavesNothing(int size, String why) throws Exception {
    BackupAgent agent = agent();

    Throwable failure = failureOf(hub.start(() -> agent.uploadBackup(upload(ID, bytes(size)))));

    assertThat(failure).isInstanceOf(BackupAgentException.class).hasMessageContaining(why);
    assertThat(names()).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void what_passes_unaltered_is_stored() throws Exception {
    BackupAgent agent = agent();

    store(agent, upload(ID, bytes(5 * PART)));

    assertThat(download(agent, ID)).isEqualTo(bytes(5 * PART));
  }

  @Test
  void an_archive_in_one_piece_that_was_stored_with_another_sha1_is_deleted() throws Exception {
    alter("b2_upload_file", AlteredAnswersTest::otherSha1);

    assertFailsAndLeavesNothing(PART, "stored something else than what was sent");
  }

  @Test
  void an_archive_in_one_piece_that_was_stored_with_another_length_is_deleted() throws Exception {
    alter("b2_upload_file", AlteredAnswersTest::oneByteMore);

    assertFailsAndLeavesNothing(PART, "stored something else than what was sent");
  }

  @Test
  void an_archive_whose_sidecar_was_stored_with_another_sha1_is_deleted_with_it() throws Exception {
    alter("b2_upload_file", AlteredAnswersTest::otherSha1);

    assertFailsAndLeavesNothing(5 * PART, "stored something else than what was sent");
  }

  @Test
  void a_part_that_was_stored_with_another_sha1_ends_the_upload_and_its_file() throws Exception {
    alter("b2_upload_part", AlteredAnswersTest::otherSha1);

    assertFailsAndLeavesNothing(5 * PART, "stored a part that was not sent so");
  }

  @Test
  void parts_that_were_put_together_to_another_length_are_deleted() throws Exception {
    alter("b2_finish_large_file", AlteredAnswersTest::oneByteMore);

    assertFailsAndLeavesNothing(5 * PART, "stored 327,681 bytes of 327,680");
  }
}
