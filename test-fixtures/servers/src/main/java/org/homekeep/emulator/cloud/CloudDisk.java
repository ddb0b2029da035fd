package org.homekeep.emulator.cloud;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.homekeep.emulator.server.BodySink;
import org.homekeep.emulator.server.StateDirectory;

/**
 * The directory of one emulator; all of it blocks.
 *
 * <pre>
 * users.json            the users
 * issuer.json           what tokens are signed with
 * refresh.json          the refresh tokens, as digests
 * files/FILE.json       one for each stored file
 * </pre>
 */
final class CloudDisk extends StateDirectory {
  private static final String FILES = "files";

  private CloudDisk(Path root) throws IOException {
    super(root, List.of(FILES));
  }

  /** Takes the directory for this emulator alone, creating it when it is missing. */
  static CloudDisk open(Path root) throws IOException {
    return new CloudDisk(root);
  }

  Path users() {
    return resolve("users.json");
  }

  Path issuer() {
    return resolve("issuer.json");
  }

  Path refreshTokens() {
    return resolve("refresh.json");
  }

  Path file(String userId, String key) {
    byte[] digest =
        BodySink.digest("SHA-256").digest((userId + "/" + key).getBytes(StandardCharsets.UTF_8));
    return resolve(FILES).resolve(HexFormat.of().formatHex(digest) + ".json");
  }

  /** Reads all documents whose paths {@link #file} gives. */
  List<JsonObject> files() throws IOException {
    return readAll(resolve(FILES));
  }

  void deleteFile(String userId, String key) throws IOException {
    Files.deleteIfExists(file(userId, key));
  }

  /** Deletes bytes that no document names. */
  void sweep(Set<String> segments) throws IOException {
    sweepData(segments);
  }
}
