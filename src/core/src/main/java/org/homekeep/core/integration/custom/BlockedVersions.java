package org.homekeep.core.integration.custom;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.homekeep.core.integration.manifest.Manifest;

/**
 * Versions of custom integrations that are known to do harm, from {@code blocked.json} beside this
 * class: domain → {@code versions} (a list, or {@code *} for all) and {@code reason}, a sentence.
 */
final class BlockedVersions {
  private final JsonObject byDomain;

  BlockedVersions(JsonObject byDomain) {
    this.byDomain = byDomain.copy();
  }

  static BlockedVersions known() {
    try (InputStream in = BlockedVersions.class.getResourceAsStream("blocked.json")) {
      return new BlockedVersions(
          in == null
              ? new JsonObject()
              : new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Why an integration must not be used, if that is so. */
  Optional<LoadFailure> refuse(Manifest manifest) {
    JsonObject blocked = byDomain.getJsonObject(manifest.domain(), new JsonObject());
    Object versions = blocked.getValue("versions", new JsonArray());
    boolean hit =
        "*".equals(versions)
            || (versions instanceof JsonArray list
                && manifest.version().filter(list::contains).isPresent());
    return hit
        ? Optional.of(
            new LoadFailure(
                LoadFailure.Kind.BLOCKED,
                "Version %s of %s does harm: %s"
                    .formatted(
                        manifest.version().orElse(""),
                        manifest.domain(),
                        blocked.getString("reason", "nobody wrote down why."))))
        : Optional.empty();
  }
}
