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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.runtime.HubRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final StoreKey KEY = StoreKey.of("things", 1, 2);

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private Context context;
  private Storage storage;

  @BeforeEach
  void open() throws Exception {
    Storage.prepare(directory.resolve(".storage"));
    context = vertx.getOrCreateContext();
    storage =
        onContext(
            () ->
                new Storage(
                    new HubRuntime(vertx, context, Clock.systemUTC()),
                    directory.resolve(".storage")));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_document_that_was_never_saved_is_absent() throws Exception {
    assertThat(load(store())).isEmpty();
  }

  @Test
  void a_saved_document_is_read_again_in_the_envelope_of_home_assistant() throws Exception {
    save(store(), "one");

    assertThat(load(store())).contains("one");
    assertThat(new JsonObject(Files.readString(file("things"))))
        .isEqualTo(
            new JsonObject(
                """
                {"version":1,"minor_version":2,"key":"things","data":{"text":"one"}}
                """));
  }

  @Test
  void what_a_kill_left_half_written_is_gone_after_the_next_start() throws Exception {
    save(store(), "one");
    Files.writeString(file("things.new"), "{\"ver");
    Files.createLink(file("things.previous.new"), file("things"));

    Storage.prepare(directory.resolve(".storage"));

    try (Stream<Path> files = Files.list(directory.resolve(".storage"))) {
      assertThat(files.map(each -> each.getFileName().toString())).containsExactly("things");
    }
  }

  @Test
  void only_the_owner_can_read_what_is_stored() throws Exception {
    save(store(), "one");
    save(store(), "two");

    try (Stream<Path> files = Files.list(directory.resolve(".storage"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(".storage"))))
        .isEqualTo("rwx------");
  }

  @Test
  void what_a_restore_brought_with_other_rights_is_for_its_owner_alone_after_a_start()
      throws Exception {
    Files.writeString(file("foreign"), "{}");
    Files.setPosixFilePermissions(file("foreign"), PosixFilePermissions.fromString("rw-r--r--"));

    Storage.prepare(directory.resolve(".storage"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("foreign"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_damaged_document_is_put_aside_and_its_previous_generation_is_used() throws Exception {
    save(store(), "one");
    save(store(), "two");
    Files.writeString(file("things"), "{\"version\":1,\"da");

    assertThat(load(store())).contains("one");
    assertThat(names()).anyMatch(name -> name.startsWith("things.corrupt."));
  }

  @Test
  void the_one_of_the_last_days_is_used_when_the_two_newest_are_damaged() throws Exception {
    for (String text : List.of("one", "two", "three", "four")) {
      save(store(), text);
    }
    Files.writeString(file("things"), "");
    Files.writeString(file("things.previous"), "{}");

    assertThat(load(store())).contains("one");
    assertThat(names()).filteredOn(name -> name.contains(".corrupt.")).hasSize(2);
  }

  @Test
  void the_one_of_the_last_days_gives_way_after_two_days() throws Exception {
    for (String text : List.of("one", "two", "three", "four")) {
      save(store(), text);
    }
    Files.setLastModifiedTime(
        file("things.older"), FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    save(store(), "five");

    assertThat(Files.readString(file("things.older"))).contains("three");
    assertThat(Files.readString(file("things.previous"))).contains("four");
  }

  @Test
  void damage_is_told_with_what_is_used_instead() throws Exception {
    save(store(), "one");
    save(store(), "two");
    Files.writeString(file("things"), "no JSON");
    load(store());

    List<DamagedDocument> told = new CopyOnWriteArrayList<>();
    onContext(
        () -> {
          storage.onDamage(told::add);
          return true;
        });

    assertThat(told).hasSize(1);
    assertThat(told.get(0).key()).isEqualTo("things");
    assertThat(told.get(0).usedInstead()).isPresent();
    assertThat(told.get(0).aside()).exists();
  }

  @Test
  void damage_without_an_older_generation_is_told_and_the_document_is_absent() throws Exception {
    Files.writeString(file("things"), "no JSON");

    assertThat(load(store())).isEmpty();

    List<DamagedDocument> told = new CopyOnWriteArrayList<>();
    onContext(
        () -> {
          storage.onDamage(told::add);
          return true;
        });
    assertThat(told).extracting(DamagedDocument::usedInstead).containsExactly(Optional.empty());
  }

  @Test
  void a_burst_of_delayed_saves_is_written_once_and_cannot_be_put_off_for_ever() throws Exception {
    Store<String> store = store();
    onContext(
        () -> {
          for (int i = 0; i < 1000; i++) {
            store.saveLater("text " + i, Duration.ofHours(1));
          }
          return true;
        });
    await(() -> storage.flush());

    assertThat(load(store())).contains("text 999");
    assertThat(names()).containsExactly("things");
  }

  @Test
  void a_document_of_a_newer_version_is_refused_and_left_alone() throws Exception {
    String newer = "{\"version\":2,\"minor_version\":1,\"key\":\"things\",\"data\":{}}";
    Files.writeString(file("things"), newer);

    assertThatThrownBy(() -> load(store()))
        .hasRootCauseInstanceOf(UnsupportedStoreVersionException.class)
        .hasStackTraceContaining("has version 2");
    assertThat(file("things")).hasContent(newer);
  }

  @Test
  void a_delayed_document_is_written_when_the_stores_are_flushed() throws Exception {
    Store<String> store = store();
    onContext(
        () -> {
          store.saveLater("late", Duration.ofHours(1));
          return store;
        });
    assertThat(file("things")).doesNotExist();

    await(() -> storage.flush());

    assertThat(load(store())).contains("late");
  }

  @Test
  void a_document_that_could_not_be_written_is_written_by_the_next_flush() throws Exception {
    Store<String> store = store();
    Files.createDirectory(file("things.new"));
    Files.writeString(file("things.new").resolve("in the way"), "");
    assertThatThrownBy(() -> await(() -> store.save("kept"))).isNotNull();

    Files.delete(file("things.new").resolve("in the way"));
    await(() -> storage.flush());

    assertThat(load(store())).contains("kept");
  }

  private Store<String> store() throws Exception {
    return onContext(() -> storage.open(KEY, new TextCodec()));
  }

  private void save(Store<String> store, String text) throws Exception {
    await(() -> store.save(text));
  }

  private Optional<String> load(Store<String> store) throws Exception {
    return await(store::load);
  }

  private Path file(String name) {
    return directory.resolve(".storage").resolve(name);
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve(".storage"))) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
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

  private <T> T onContext(Callable<T> work) throws Exception {
    return await(() -> Future.succeededFuture(work.call()));
  }

  private static final class TextCodec implements StoreCodec<String> {
    @Override
    public JsonObject encode(String document) {
      return new JsonObject().put("text", document);
    }

    @Override
    public String decode(JsonObject data, int version, int minorVersion)
        throws UnreadableDocumentException {
      String text = data.getString("text");
      if (text == null) {
        throw new UnreadableDocumentException("no text");
      }
      return text;
    }
  }
}
