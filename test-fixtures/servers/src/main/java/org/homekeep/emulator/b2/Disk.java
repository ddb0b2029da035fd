package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.homekeep.emulator.server.StateDirectory;

/**
 * The directory of one emulator; all of it blocks.
 *
 * <pre>
 * account.json          account, keys, buckets
 * versions/FILE.json    one for each version of a file
 * parts/FILE/N.json     the parts of unfinished large files
 * </pre>
 */
final class Disk extends StateDirectory {
  private static final String JSON = ".json";
  private static final String VERSIONS = "versions";
  private static final String PARTS = "parts";

  private Disk(Path root) throws IOException {
    super(root, List.of(VERSIONS, PARTS));
  }

  /** Takes the directory for this emulator alone, creating it when it is missing. */
  static Disk open(Path root) throws IOException {
    return new Disk(root);
  }

  Path account() {
    return resolve("account.json");
  }

  Path version(String fileId) {
    return resolve(VERSIONS).resolve(fileId + JSON);
  }

  Path part(String fileId, int number) {
    return resolve(PARTS).resolve(fileId).resolve(number + JSON);
  }

  /** Reads all documents whose paths {@link #version} gives. */
  List<JsonObject> versions() throws IOException {
    return readAll(resolve(VERSIONS));
  }

  /** Reads all documents whose paths {@link #part} gives for one file. */
  List<JsonObject> parts(String fileId) throws IOException {
    Path directory = resolve(PARTS).resolve(fileId);
    return Files.isDirectory(directory) ? readAll(directory) : List.of();
  }

  void deleteVersion(String fileId) throws IOException {
    Files.deleteIfExists(version(fileId));
  }

  void deleteParts(String fileId) throws IOException {
    Path directory = resolve(PARTS).resolve(fileId);
    if (Files.isDirectory(directory)) {
      for (Path part : list(directory)) {
        Files.delete(part);
      }
      Files.delete(directory);
    }
  }

  /** Deletes bytes that no document names, and parts of files that are finished or gone. */
  void sweep(Set<String> segments, Set<String> unfinished) throws IOException {
    sweepData(segments);
    for (Path parts : list(resolve(PARTS))) {
      if (!unfinished.contains(parts.getFileName().toString())) {
        deleteParts(parts.getFileName().toString());
      }
    }
  }
}
