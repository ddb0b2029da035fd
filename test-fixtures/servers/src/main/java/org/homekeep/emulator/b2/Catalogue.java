package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.homekeep.emulator.server.Segment;
import org.homekeep.emulator.server.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every version of every file, and the parts of unfinished ones; touched on its context only.
 *
 * <p>What is new is on disk before it can be seen; what goes is out of sight before it leaves the
 * disk.
 */
final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
  private static final Comparator<FileVersion> NEWEST_FIRST =
      Comparator.comparingLong(FileVersion::uploadedAt).reversed();

  private final Disk disk;
  private final Worker worker;
  private final Map<String, FileVersion> byId = new HashMap<>();
  private final Map<String, TreeMap<String, List<FileVersion>>> byName = new HashMap<>();
  private final Map<String, TreeMap<Integer, Part>> parts = new HashMap<>();

  private Catalogue(Disk disk, Worker worker) {
    this.disk = disk;
    this.worker = worker;
  }

  /** Reads what is on disk and removes what a crash left over. Blocks. */
  static Catalogue load(Disk disk, Worker worker) throws IOException {
    Catalogue catalogue = new Catalogue(disk, worker);
    Set<String> segments = new HashSet<>();
    for (JsonObject json : disk.versions()) {
      FileVersion version = FileVersion.fromJson(json);
      if (!allWhole(disk, version.segments())) {
        LOG.atWarn().addKeyValue("file", version.id()).log("Left out a file without its bytes");
        disk.deleteVersion(version.id());
        continue;
      }
      catalogue.show(version);
      version.segments().forEach(segment -> segments.add(segment.name()));
      if (version.action() == FileVersion.Action.START) {
        for (JsonObject partJson : disk.parts(version.id())) {
          Part part = Part.fromJson(partJson);
          if (disk.isWhole(part.segment())) {
            catalogue.partsById(version.id()).put(part.number(), part);
            segments.add(part.segment().name());
          }
        }
      }
    }
    disk.sweep(
        segments,
        Set.copyOf(
            catalogue.byId.values().stream()
                .filter(version -> version.action() == FileVersion.Action.START)
                .map(FileVersion::id)
                .toList()));
    return catalogue;
  }

  private static boolean allWhole(Disk disk, List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      if (!disk.isWhole(segment)) {
        return false;
      }
    }
    return true;
  }

  Optional<FileVersion> version(String fileId) {
    return Optional.ofNullable(byId.get(fileId));
  }

  /** The versions of each name in a bucket, newest first, in the order of listings. */
  NavigableMap<String, List<FileVersion>> names(String bucketId) {
    return byName.computeIfAbsent(bucketId, ignored -> new TreeMap<>(Names.ORDER));
  }

  Stream<FileVersion> versions(String bucketId) {
    return names(bucketId).values().stream().flatMap(List::stream);
  }

  /** The newest version of a name that is not an unfinished file: a file or its hide marker. */
  Optional<FileVersion> current(String bucketId, String name) {
    return current(names(bucketId).getOrDefault(name, List.of()));
  }

  static Optional<FileVersion> current(List<FileVersion> versions) {
    return versions.stream()
        .filter(version -> version.action() != FileVersion.Action.START)
        .findFirst();
  }

  NavigableMap<Integer, Part> parts(String fileId) {
    return parts.getOrDefault(fileId, new TreeMap<>());
  }

  long newestTime() {
    return byId.values().stream().mapToLong(FileVersion::uploadedAt).max().orElse(0);
  }

  Future<FileVersion> add(FileVersion version) {
    return worker
        .change(() -> disk.write(disk.version(version.id()), version.toJson()))
        .map(
            ignored -> {
              show(version);
              return version;
            });
  }

  /** Puts a version in the place of the one with its id; that comes back when the disk refuses. */
  Future<FileVersion> replace(FileVersion version) {
    Optional<FileVersion> before = version(version.id());
    hide(version.id());
    show(version);
    return worker
        .change(() -> disk.write(disk.version(version.id()), version.toJson()))
        .map(version)
        .onFailure(ignored -> before.ifPresent(old -> takeBack(version, old)));
  }

  private void takeBack(FileVersion refused, FileVersion old) {
    if (version(refused.id()).filter(refused::equals).isPresent()) {
      hide(refused.id());
      show(old);
    }
  }

  /**
   * Turns an unfinished file into a file made of these segments; all its parts are used up, or
   * there again when the disk refuses.
   */
  Future<FileVersion> finish(FileVersion finished) {
    TreeMap<Integer, Part> used = new TreeMap<>(parts(finished.id()));
    Set<Segment> needed = Set.copyOf(finished.segments());
    List<Segment> unused =
        used.values().stream()
            .map(Part::segment)
            .filter(segment -> !needed.contains(segment))
            .toList();
    parts.remove(finished.id());
    return replace(finished)
        .onFailure(ignored -> parts.put(finished.id(), used))
        .compose(
            version ->
                worker.change(
                    () -> {
                      disk.deleteParts(finished.id());
                      disk.deleteData(unused);
                    }))
        .map(finished);
  }

  Future<Void> remove(FileVersion version) {
    hide(version.id());
    List<Segment> segments = new ArrayList<>(version.segments());
    parts(version.id()).values().forEach(part -> segments.add(part.segment()));
    parts.remove(version.id());
    return worker.change(
        () -> {
          disk.deleteVersion(version.id());
          disk.deleteParts(version.id());
          disk.deleteData(segments);
        });
  }

  /** Removes everything. */
  Future<Void> clear() {
    return Future.join(List.copyOf(byId.values()).stream().map(this::remove).toList()).mapEmpty();
  }

  /** Adds a part, in the place of an earlier one with the same number. */
  Future<Part> addPart(String fileId, Part part) {
    return worker
        .change(() -> disk.write(disk.part(fileId, part.number()), part.toJson()))
        .compose(
            ignored -> {
              if (version(fileId).filter(it -> it.action() == FileVersion.Action.START).isEmpty()) {
                return drop(fileId, part);
              }
              Part replaced = partsById(fileId).put(part.number(), part);
              return replaced == null
                  ? Future.succeededFuture(part)
                  : worker.change(() -> disk.deleteData(List.of(replaced.segment()))).map(part);
            });
  }

  private Future<Part> drop(String fileId, Part part) {
    return worker
        .change(
            () -> {
              disk.deleteParts(fileId);
              disk.deleteData(List.of(part.segment()));
            })
        .compose(ignored -> Future.failedFuture(LargeFileCalls.notActive(fileId)));
  }

  private Map<Integer, Part> partsById(String fileId) {
    return parts.computeIfAbsent(fileId, ignored -> new TreeMap<>());
  }

  private void show(FileVersion version) {
    byId.put(version.id(), version);
    List<FileVersion> versions =
        names(version.bucketId()).computeIfAbsent(version.name(), ignored -> new ArrayList<>());
    versions.add(version);
    versions.sort(NEWEST_FIRST);
  }

  private void hide(String fileId) {
    FileVersion version = byId.remove(fileId);
    if (version != null) {
      List<FileVersion> versions =
          names(version.bucketId()).getOrDefault(version.name(), List.of());
      versions.removeIf(other -> other.id().equals(fileId));
      if (versions.isEmpty()) {
        names(version.bucketId()).remove(version.name());
      }
    }
  }
}
