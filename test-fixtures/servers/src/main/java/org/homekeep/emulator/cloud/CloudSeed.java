package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.SeedBytes;
import org.homekeep.emulator.server.Segment;

/** Makes the users and files that a test begins with, of JSON. */
final class CloudSeed {
  static final List<String> FIELDS = List.of("users", "files");
  private static final List<String> FILE_FIELDS =
      List.of("user", "key", "content", "base64", "size", "metadata", "last_modified");

  private final CloudService service;
  private final UserFields fields;

  CloudSeed(CloudService service) {
    this.service = service;
    this.fields = new UserFields(service.worker());
  }

  /** Makes everything in the order in which it is told; stops at the first that makes no sense. */
  Future<JsonObject> plant(Params given) {
    JsonArray users = new JsonArray();
    JsonArray files = new JsonArray();
    return SeedBytes.each(given.only(FIELDS), "users", this::user, users)
        .compose(ignored -> SeedBytes.each(given, "files", this::file, files))
        .map(ignored -> new JsonObject().put("users", users).put("files", files));
  }

  private Future<JsonObject> user(JsonObject told) {
    String email = Params.of(told).only(UserFields.ALL).text("email");
    if (service.users().find(email).isPresent()) {
      throw new IllegalArgumentException("There is a user %s already.".formatted(email));
    }
    return change(told);
  }

  /** Makes a user, or changes what is told of one. */
  Future<JsonObject> change(JsonObject told) {
    String nextYear =
        LocalDate.ofInstant(service.clock().now(), ZoneOffset.UTC).plusYears(1).toString();
    return fields
        .applied(told, service.users().find(Params.of(told).text("email")), nextYear)
        .compose(user -> service.users().put(user).map(user))
        .map(user -> new JsonObject().put("email", user.email()).put("id", user.id()));
  }

  private Future<JsonObject> file(JsonObject told) {
    Params given = Params.of(told).only(FILE_FIELDS);
    User user = service.users().require(given.optionalText("user").orElse(Users.FIRST));
    String key = FileName.checked(given.text("key"));
    String modified =
        given
            .optionalText("last_modified")
            .orElseGet(() -> ObjectStore.timeOf(service.clock().now()));
    return service
        .worker()
        .run(() -> written(user, key, modified, told))
        .compose(service.store()::put)
        .map(ignored -> new JsonObject().put("user", user.email()).put("key", key));
  }

  private StoredFile written(User user, String key, String modified, JsonObject told)
      throws IOException {
    SeedBytes.Written bytes = SeedBytes.write(service.disk(), Params.of(told), key);
    Segment segment = bytes.segment();
    return new StoredFile(user.id(), key, segment, bytes.md5(), modified, description(told));
  }

  /** What is told is stored as it is, however strange, as a service may have it. */
  private static JsonObject description(JsonObject told) {
    Object metadata = told.containsKey("metadata") ? told.getValue("metadata") : new JsonObject();
    JsonObject description = new JsonObject();
    if (metadata instanceof JsonObject object) {
      return description.put(
          "Metadata", new JsonObject().put("storage-type", "backup").mergeIn(object));
    }
    return description.put("Metadata", metadata);
  }
}
