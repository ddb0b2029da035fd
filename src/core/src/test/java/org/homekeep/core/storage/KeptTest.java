package org.homekeep.core.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.runtime.HubRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {
  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private Context context;
  private Storage storage;
  private Kept<JsonObject> kept;

  @BeforeEach
  void open() throws Exception {
    Storage.prepare(directory.resolve(".storage"));
    context = vertx.getOrCreateContext();
    storage =
        await(
            () ->
                Future.succeededFuture(
                    new Storage(
                        new HubRuntime(vertx, context, Clock.systemUTC()),
                        directory.resolve(".storage"))));
    kept =
        await(
            () ->
                Kept.open(
                    storage.open(StoreKey.of("things", 1, 1), new PlainCodec()), new JsonObject()));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_change_is_in_force_when_it_is_on_the_disk() throws Exception {
    await(() -> kept.change(before -> before.copy().put("wanted", 1)));

    assertThat(kept.get()).isEqualTo(new JsonObject().put("wanted", 1));
    assertThat(stored()).isEqualTo(new JsonObject().put("wanted", 1));
  }

  @Test
  void a_change_that_the_disk_does_not_take_is_not_in_force_now_or_later() throws Exception {
    fill();
    assertThatThrownBy(() -> await(() -> kept.change(before -> before.copy().put("wanted", 1))))
        .cause()
        .isInstanceOf(NotSavedException.class)
        .hasMessageStartingWith("Nothing was changed");
    free();
    await(() -> storage.flush());

    assertThat(kept.get()).isEqualTo(new JsonObject());
    assertThat(directory.resolve(".storage/things")).doesNotExist();
  }

  @Test
  void what_has_happened_counts_at_once_and_is_written_when_there_is_room() throws Exception {
    fill();
    assertThatThrownBy(() -> await(() -> kept.record(before -> before.copy().put("seen", 1))));
    assertThat(kept.get()).isEqualTo(new JsonObject().put("seen", 1));
    free();
    await(() -> storage.flush());

    assertThat(stored()).isEqualTo(new JsonObject().put("seen", 1));
  }

  @Test
  void what_has_happened_outlives_a_change_that_the_disk_does_not_take() throws Exception {
    fill();
    assertThatThrownBy(() -> await(() -> kept.record(before -> before.copy().put("seen", 1))));
    assertThatThrownBy(() -> await(() -> kept.change(before -> before.copy().put("wanted", 1))));
    free();
    await(() -> storage.flush());

    assertThat(stored()).isEqualTo(new JsonObject().put("seen", 1));
  }

  @Test
  void what_happens_while_a_change_is_written_is_not_lost() throws Exception {
    await(
        () -> {
          Future<JsonObject> change = kept.change(before -> before.copy().put("wanted", 1));
          Future<Void> record = kept.record(before -> before.copy().put("seen", 1));
          return Future.all(change, record);
        });

    assertThat(kept.get()).isEqualTo(new JsonObject().put("wanted", 1).put("seen", 1));
    assertThat(stored()).isEqualTo(kept.get());
  }

  @Test
  void changes_are_made_one_after_the_other() throws Exception {
    await(
        () ->
            Future.all(
                kept.change(before -> before.copy().put("first", 1)),
                kept.change(before -> before.copy().put("second", before.getInteger("first") + 1)),
                kept.change(before -> before.copy().put("third", 3))));

    assertThat(stored())
        .isEqualTo(new JsonObject().put("first", 1).put("second", 2).put("third", 3));
  }

  @Test
  void a_change_that_is_refused_is_told_why_and_holds_up_nothing() throws Exception {
    assertThatThrownBy(
            () ->
                await(
                    () ->
                        kept.change(
                            before -> {
                              throw new IllegalStateException("no");
                            })))
        .cause()
        .hasMessage("no");
    await(() -> kept.change(before -> before.copy().put("wanted", 1)));

    assertThat(stored()).isEqualTo(new JsonObject().put("wanted", 1));
  }

  private JsonObject stored() throws Exception {
    return new JsonObject(Files.readString(directory.resolve(".storage/things")))
        .getJsonObject("data");
  }

  private void fill() throws Exception {
    Files.createDirectories(directory.resolve(".storage/things.new/full"));
  }

  private void free() throws Exception {
    Files.delete(directory.resolve(".storage/things.new/full"));
    Files.delete(directory.resolve(".storage/things.new"));
  }

  private <T> T await(Callable<Future<T>> work) throws Exception {
    return Future.<T>future(
            promise ->
                context.runOnContext(
                    v -> {
                      try {
                        work.call().onComplete(promise);
                      } catch (Exception failed) {
                        promise.fail(failed);
                      }
                    }))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, SECONDS);
  }

  private static final class PlainCodec implements StoreCodec<JsonObject> {
    @Override
    public JsonObject encode(JsonObject document) {
      return document;
    }

    @Override
    public JsonObject decode(JsonObject data, int version, int minorVersion) {
      return data;
    }
  }
}
