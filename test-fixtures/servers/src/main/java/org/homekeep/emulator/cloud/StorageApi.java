package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.homekeep.emulator.server.BodySink;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Json;
import org.homekeep.emulator.server.Params;

/** The calls of the storage API (b2-and-cloud.md §B.4), for users whose subscription lasts. */
final class StorageApi {
  private static final String TYPE = "backup";
  private static final int MD5_BYTES = 16;

  private final CloudService service;

  StorageApi(CloudService service) {
    this.service = service;
  }

  /** Carries out a call for a user; throws or fails with {@link CloudError}. */
  Future<Buffer> handle(Exchange exchange, User user, Buffer body) {
    if (user.isExpired(service.clock().now())) {
      throw CloudError.api(403, "Your subscription has expired");
    }
    return switch (exchange.target().call()) {
      case CallNames.UPLOAD_DETAILS -> told(uploadDetails(exchange, user, Params.ofBody(body)));
      case CallNames.LIST -> Future.succeededFuture(list(exchange, user).toBuffer());
      case CallNames.DOWNLOAD_DETAILS -> told(downloadDetails(exchange, user));
      default -> delete(user, Params.ofBody(body));
    };
  }

  private static Future<Buffer> told(JsonObject json) {
    return Future.succeededFuture(json.toBuffer());
  }

  private JsonObject uploadDetails(Exchange exchange, User user, Params given) {
    requireType(given.text("storage_type"));
    String name = FileName.checked(given.text("filename"));
    String md5 = checkedMd5(given.text("md5"));
    long size = given.wholeNumber("size");
    if (size < 1) {
      throw CloudError.api(400, "size must be a whole number above 0");
    }
    JsonObject metadata =
        given
            .optionalObject("metadata")
            .orElseThrow(() -> CloudError.api(400, "metadata must be an object"))
            .copy()
            .put("storage-type", TYPE);
    if (size >= service.options().limit()) {
      throw CloudError.api(
          400,
          "NC-SH-FH-03: The file of %d bytes is too large; files must be smaller than %d bytes"
              .formatted(size, service.options().limit()));
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put(ObjectStore.MD5_HEADER, md5);
    headers.put("x-amz-meta-storage-type", TYPE);
    // Stands for whatever else the service has signed: a client sends all that it was told to.
    headers.put("x-amz-meta-digest", digest(metadata));
    String uri = service.urls().forUpload(user.id(), name, size, headers, metadata);
    return new JsonObject()
        .put("url", service.urls().address(exchange.baseUrl()) + uri)
        .put("headers", Json.object(headers));
  }

  private JsonArray list(Exchange exchange, User user) {
    requireType(exchange.target().rest());
    String clear = exchange.request().getParam("clearCache", "false");
    return service.store().list(user.id(), clear.equalsIgnoreCase("true"));
  }

  private JsonObject downloadDetails(Exchange exchange, User user) {
    String[] rest = exchange.target().rest().split("/", 2);
    requireType(rest[0]);
    return new JsonObject()
        .put(
            "url",
            service.urls().address(exchange.baseUrl())
                + service.urls().forDownload(require(user, FileName.decoded(rest[1]))));
  }

  private Future<Buffer> delete(User user, Params given) {
    requireType(given.text("storage_type"));
    return service
        .store()
        .remove(require(user, FileName.checked(given.text("filename"))))
        .map(ignored -> Buffer.buffer());
  }

  private StoredFile require(User user, String name) {
    return service
        .store()
        .file(user.id(), name)
        .orElseThrow(() -> CloudError.api(404, "There is no file " + name));
  }

  private static void requireType(String type) {
    if (!type.equals(TYPE)) {
      throw CloudError.api(400, "storage_type must be backup");
    }
  }

  private static String checkedMd5(String md5) {
    try {
      if (Base64.getDecoder().decode(md5).length == MD5_BYTES) {
        return md5;
      }
    } catch (IllegalArgumentException notBase64) {
      // Is refused like what has another length.
    }
    throw CloudError.api(400, "md5 must be an MD5 in base 64");
  }

  private static String digest(JsonObject metadata) {
    byte[] digest =
        BodySink.digest("SHA-256").digest(metadata.encode().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
