package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.emulator.server.Params;

/** The calls that list the files of a bucket, by name or with all their versions. */
final class ListingCalls {
  private static final int MOST_FILES = 10_000;

  private final Service service;

  ListingCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.read("b2_list_file_names", call -> list(call, false));
    table.read("b2_list_file_versions", call -> list(call, true));
  }

  private Future<JsonObject> list(JsonCall.Invocation call, boolean allVersions) {
    Params params = call.params();
    Bucket bucket = service.account().requireBucket(params.text("bucketId"));
    String prefix = params.optionalText("prefix").orElse("");
    call.grant().require("listFiles").requireBucket(bucket.id()).requireName(prefix);
    int most = params.number("maxFileCount", 100, 1, MOST_FILES);
    Optional<String> startName = params.optionalText("startFileName");
    Optional<String> startId = allVersions ? params.optionalText("startFileId") : Optional.empty();
    if (startId.isPresent() && startName.isEmpty()) {
      throw B2Error.badRequest("startFileId needs a startFileName");
    }
    List<Listing.Item> items =
        new Listing(
                service.catalogue().names(bucket.id()),
                prefix,
                params.optionalText("delimiter").filter(text -> !text.isEmpty()),
                allVersions)
            .from(startName.orElse(""), startId, most + 1);
    JsonArray files = new JsonArray();
    items.stream()
        .limit(most)
        .forEach(
            item ->
                files.add(
                    item.version()
                        .map(it -> Shapes.file(service.account().id(), it, call.grant()))
                        .orElseGet(
                            () ->
                                Shapes.folder(service.account().id(), bucket.id(), item.name()))));
    Optional<Listing.Item> next =
        items.size() > most ? Optional.of(items.get(most)) : Optional.empty();
    JsonObject answer =
        new JsonObject()
            .put("files", files)
            .put("nextFileName", next.map(Listing.Item::name).orElse(null));
    if (allVersions) {
      answer.put(
          "nextFileId", next.flatMap(Listing.Item::version).map(FileVersion::id).orElse(null));
    }
    return Future.succeededFuture(answer);
  }
}
