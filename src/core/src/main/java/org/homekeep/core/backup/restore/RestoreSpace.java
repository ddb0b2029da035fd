package org.homekeep.core.backup.restore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.extract.TakenSpace;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.PartWalk;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.runtime.HubDirectories;

/**
 * Whether the disks have room for a restore. All of the new is unpacked before anything of the old
 * goes, so that both are there for a while. Blocking: the archive is read once, which also shows
 * what is damaged in it while everything still runs.
 */
public final class RestoreSpace {
  /** What is left free for everybody else on a disk. */
  private static final long RESERVE = 16L << 20;

  private static final String DATA = "data/";

  private final HubDirectories directories;
  private final Disks disks;

  /** For the disks of this machine. */
  public RestoreSpace(HubDirectories directories) {
    this(directories, Disks.ofThisMachine());
  }

  RestoreSpace(HubDirectories directories, Disks disks) {
    this.directories = directories;
    this.disks = disks;
  }

  /**
   * What is missing for a restore.
   *
   * @param stopped ends the reading with an {@link InterruptedIOException}
   * @return a sentence for people with the numbers; empty when there is room
   * @throws org.homekeep.core.backup.archive.ArchiveException when the archive is damaged
   */
  public Optional<String> missing(RestoreOrder order, BooleanSupplier stopped) throws IOException {
    Map<Path, Long> needed = new LinkedHashMap<>();
    try (InputStream in = new Stoppable(ArchiveInput.open(order.archive()), stopped)) {
      PartWalk walk = new PartWalk(in, order.password());
      for (var part = walk.next(); part.isPresent(); part = walk.next()) {
        Optional<Path> directory = directory(part.get(), order);
        if (directory.isPresent()) {
          needed.put(directory.get(), bytes(walk, part.get(), order));
        }
      }
    }
    return shortage(needed)
        .map(
            "There is not enough space to restore the backup: %s. What is there now stays until all of the backup is unpacked. Nothing was changed. Free some space and restore again."
                ::formatted);
  }

  /**
   * What is missing for an archive that is to be fetched first.
   *
   * @return as {@link #missing}
   */
  public Optional<String> missingFor(Path place, long bytes) throws IOException {
    return shortage(Map.of(place, bytes))
        .map(
            "There is not enough space to fetch the backup: %s. Nothing was changed. Free some space and restore again."
                ::formatted);
  }

  /** Where a part is unpacked, if it is. */
  private Optional<Path> directory(ProbedPart part, RestoreOrder order) {
    String name = part.name().text();
    if (name.equals(PendingRestore.PART)) {
      return order.scope() == RestoreScope.NOTHING
          ? Optional.empty()
          : Optional.of(directories.data());
    }
    return order.folders().entrySet().stream()
        .filter(folder -> FolderDirectory.part(folder.getKey()).equals(name))
        .map(Map.Entry<Folder, Path>::getValue)
        .findFirst();
  }

  private long bytes(PartWalk walk, ProbedPart part, RestoreOrder order) throws IOException {
    boolean isData = part.name().text().equals(PendingRestore.PART);
    UntouchedNames untouched = new UntouchedNames(directories);
    RestoreScope scope = walk.metadata().map(order.scope()::of).orElse(order.scope());
    TakenSpace taken = new TakenSpace();
    long bytes = 0;
    try (PartTar tar = walk.open(part)) {
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        TarEntry member = next.get();
        String path = withoutDot(member.name().toString());
        String below = path.startsWith(DATA) ? path.substring(DATA.length()) : "";
        if (!isData || (scope.coversTopOf(below) && !untouched.containsTopOf(below))) {
          bytes += member.type() == TarType.FILE ? taken.of(tar.body()) : taken.ofEntry();
        }
      }
      tar.finish();
    }
    return bytes;
  }

  private static String withoutDot(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /** Directories of one file system share its room. */
  private Optional<String> shortage(Map<Path, Long> needed) throws IOException {
    Map<Object, Long> byDisk = new LinkedHashMap<>();
    Map<Object, Path> places = new LinkedHashMap<>();
    for (Map.Entry<Path, Long> each : needed.entrySet()) {
      Object disk = disks.of(each.getKey());
      byDisk.merge(disk, each.getValue(), Long::sum);
      places.putIfAbsent(disk, each.getKey());
    }
    List<String> missing = new ArrayList<>();
    for (Map.Entry<Object, Path> each : places.entrySet()) {
      long wanted = byDisk.getOrDefault(each.getKey(), 0L) + RESERVE;
      long free = disks.free(each.getValue());
      if (free < wanted) {
        missing.add(
            "%d MB are free in %s, and %d MB are needed"
                .formatted(free >> 20, each.getValue(), megabytes(wanted)));
      }
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
  }

  /** Rounded up. */
  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  /** An archive whose reading ends when the hub stops. */
  private static final class Stoppable extends FilterInputStream {
    private final BooleanSupplier stopped;

    Stoppable(InputStream in, BooleanSupplier stopped) {
      super(in);
      this.stopped = stopped;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (stopped.getAsBoolean()) {
        throw new InterruptedIOException("The hub is stopping.");
      }
      return in.read(buffer, offset, length);
    }
  }
}
