package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores behind the service, and proxies before them, that are not like the emulated one. */
class StoresTest {
  private static final String ID = "aaaa0001";

  private final Vertx vertx = WatchedVertx.create();
  private final byte[] content = new byte[300_000];
  private final AtomicInteger puts = new AtomicInteger();
  private volatile boolean listed = true;
  private volatile boolean stored = true;
  private volatile boolean chunked;
  private volatile boolean breaking;
  private HttpServer server;
  private AgentHome home;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Arrays.fill(content, (byte) 7);
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::serve)
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
    home = new AgentHome(directory, options -> options, Map.of("api_url", base()));
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private String base() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private AgentBackup backup() {
    return AgentHome.backup(ID, content.length);
  }

  private void serve(HttpServerRequest request) {
    if (request.path().startsWith("/v2/files/")) {
      JsonArray files = new JsonArray();
      if (listed) {
        files.add(
            new JsonObject()
                .put("Key", home.hub.instanceId() + ".tar")
                .put("Metadata", AgentBackupJson.write(backup())));
      }
      request.response().end(files.encode());
    } else if (request.path().startsWith("/files/")) {
      request.response().end(new JsonObject().put("url", base() + "/object?sig=1").encode());
    } else if (request.method().name().equals("PUT")) {
      request
          .body()
          .onSuccess(
              body -> {
                puts.incrementAndGet();
                stored = true;
                request.response().end();
              });
    } else if (breaking) {
      request.response().setStatusCode(503).putHeader("Content-Length", "1000");
      request.response().write("<Error>").onComplete(sent -> request.connection().close());
    } else if (request.path().equals("/object") && stored) {
      request.response().putHeader("ETag", "\"" + md5(content) + "\"").setChunked(chunked);
      request.response().end(Buffer.buffer(content));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private static String md5(byte[] bytes) {
    MessageDigest digest = Md5.digest();
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  @Test
  void a_store_that_gives_all_instead_of_a_part_says_what_it_has_all_the_same() throws Exception {
    Optional<StoredBytes> found = home.hub.await(() -> home.agent.storedBytes(ID));

    assertThat(found)
        .contains(new StoredBytes(content.length, StoredBytes.Algorithm.MD5, md5(content)));
  }

  @Test
  void a_download_may_come_without_its_length() throws Exception {
    chunked = true;
    AtomicReference<byte[]> read = new AtomicReference<>();

    home.hub.await(() -> home.agent.downloadBackup(ID, in -> read.set(in.readAllBytes())));

    assertThat(read.get()).isEqualTo(content);
  }

  @Test
  void a_backup_that_is_there_already_is_not_sent_again() throws Exception {
    home.hub.await(home.upload(backup(), () -> new ByteArrayInputStream(content)));

    assertThat(puts).hasValue(0);
  }

  @Test
  void a_refusal_that_breaks_off_is_a_line_that_broke() throws Exception {
    breaking = true;

    assertThatThrownBy(() -> home.hub.await(() -> home.agent.storedBytes(ID)))
        .hasMessageContaining("the connection broke off");
  }

  @Test
  void a_backup_is_sent_when_the_store_cannot_say_whether_it_is_there() throws Exception {
    breaking = true;

    home.hub.await(home.upload(backup(), () -> new ByteArrayInputStream(content)));

    assertThat(puts).hasValue(1);
  }

  @Test
  void a_backup_that_no_list_names_is_sent_once() throws Exception {
    listed = false;
    stored = false;

    home.hub.await(home.upload(backup(), () -> new ByteArrayInputStream(content)));

    assertThat(puts).hasValue(1);
  }

  private ArchiveSource changed(byte[] bytes) {
    return new ArchiveSource() {
      @Override
      public ByteArrayInputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public Optional<String> md5() {
        return Optional.of(StoresTest.md5(content));
      }
    };
  }

  @Test
  void an_archive_that_has_grown_is_not_stored_and_told_as_changed() {
    listed = false;
    stored = false;

    assertThatThrownBy(
            () ->
                home.hub.await(
                    home.upload(backup(), changed(Arrays.copyOf(content, content.length + 5)))))
        .hasMessageStartingWith("Indicated size 300000 does not match actual size 300005.");
    assertThat(puts).hasValue(0);
    assertThat(home.hub.shownIssues()).containsKey("backup_changed");
  }

  @Test
  void an_archive_with_other_bytes_is_not_stored_and_told_as_changed() {
    listed = false;
    stored = false;

    assertThatThrownBy(
            () -> home.hub.await(home.upload(backup(), changed(new byte[content.length]))))
        .hasMessageStartingWith("The archive has other bytes than when it was made");
    assertThat(puts).hasValue(0);
  }
}
