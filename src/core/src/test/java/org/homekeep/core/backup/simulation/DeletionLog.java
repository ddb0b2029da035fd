package org.homekeep.core.backup.simulation;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.simulation.disk.MemoryDisk;

/**
 * The hub's log of deletions as it lies on the disk: every deletion is in it before it is done, and
 * what was in it then is never gone.
 */
final class DeletionLog {
  private static final Path DIRECTORY = Path.of("/hub/homekeep_deletions");
  private static final int FILES = 8;

  private final MemoryDisk disk;
  private final Requirements requirements;
  private final Map<Copy, Integer> announced = new HashMap<>();
  private final Map<Copy, Integer> done = new HashMap<>();

  /** What was on the disk when a deletion went by it. */
  private byte[] kept = {};

  DeletionLog(MemoryDisk disk, Requirements requirements) {
    this.disk = disk;
    this.requirements = requirements;
  }

  /** A copy is deleted; whether the log has a line of its own for that. */
  boolean announces(Copy copy) {
    byte[] now = requireKept();
    Map<Copy, Integer> added = announced(now);
    if (!isAnnounced(copy, added)) {
      return false;
    }
    done.merge(copy, 1, Integer::sum);
    added.forEach((each, more) -> announced.merge(each, more, Integer::sum));
    kept = now;
    return true;
  }

  /** Whether the log has a line for the next deletion of a copy. */
  boolean isAnnounced(Copy copy) {
    return isAnnounced(copy, announced(requireKept()));
  }

  private boolean isAnnounced(Copy copy, Map<Copy, Integer> added) {
    int lines = announced.getOrDefault(copy, 0) + added.getOrDefault(copy, 0);
    return lines > done.getOrDefault(copy, 0);
  }

  /** Fails when something is gone that was there before; what is there now. */
  byte[] requireKept() {
    byte[] now = content();
    requirements.require(
        now.length >= kept.length && Arrays.equals(kept, 0, kept.length, now, 0, kept.length),
        "the log of deletions has lost lines");
    return now;
  }

  private Map<Copy, Integer> announced(byte[] now) {
    Map<Copy, Integer> added = new HashMap<>();
    new String(now, kept.length, now.length - kept.length, StandardCharsets.UTF_8)
        .lines()
        .flatMap(line -> announced(line).stream())
        .forEach(copy -> added.merge(copy, 1, Integer::sum));
    return added;
  }

  private static Optional<Copy> announced(String text) {
    try {
      JsonObject line = new JsonObject(text);
      return "deleting".equals(line.getString("step"))
          ? Optional.of(new Copy(line.getString("agent_id"), line.getString("backup_id")))
          : Optional.empty();
    } catch (DecodeException half) {
      // The power failed while it was written.
      return Optional.empty();
    }
  }

  /** All files, the oldest first. */
  private byte[] content() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int age = FILES; age >= 0; age--) {
        Path file = disk.path(DIRECTORY + "/deletions.jsonl" + (age == 0 ? "" : "." + age));
        if (Files.exists(file)) {
          all.write(Files.readAllBytes(file));
        }
      }
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return all.toByteArray();
  }
}
