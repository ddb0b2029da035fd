package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.homekeep.core.backup.archive.files.IgnoreRules;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.runtime.HubDirectories;

/** A configuration directory as it goes into a backup: what is left out, and its databases. */
public final class DataDirectory {
  private static final RawText HISTORY = RawText.of("home-assistant_v2.db");

  /** Where a restore keeps what it takes out and what it takes away, below the data. */
  public static final String RESTORE_STAGING = ".homekeep_restore";

  private static final List<String> OURS =
      List.of(
          "tmp_backups/*",
          "backups/.homekeep-*",
          "**/.homekeep-archive-*",
          "**/.homekeep-index-*",
          RESTORE_STAGING);

  private final Path directory;
  private final Exclusions exclusions;
  private final Set<RawText> leaveOut;
  private final boolean includeDatabase;
  private final List<String> patterns;
  private final LeftOut leftOut;
  private final DatabaseSnapshots snapshots;

  /**
   * A directory that may be in use.
   *
   * @param includeDatabase whether Home Assistant's history goes in
   * @param leaveOut relative paths that stay out, too
   * @param patience how long a database may be locked by its owner
   */
  public DataDirectory(
      Path directory, boolean includeDatabase, Set<RawText> leaveOut, Duration patience) {
    this(directory, includeDatabase, leaveOut, List.of(), patience);
  }

  private DataDirectory(
      Path directory,
      boolean includeDatabase,
      Set<RawText> leaveOut,
      List<String> patterns,
      Duration patience) {
    this.directory = directory;
    this.includeDatabase = includeDatabase;
    this.exclusions = Exclusions.homeAssistant(includeDatabase, OURS);
    this.leaveOut = Set.copyOf(leaveOut);
    this.patterns = List.copyOf(patterns);
    this.leftOut = LeftOut.ofData(directory, patterns);
    this.snapshots = new DatabaseSnapshots(directory, this::isLeftOut, patience);
  }

  /**
   * The data of a hub, whose own directories may lie somewhere below them. Blocking.
   *
   * @param patterns what the user wants left out
   */
  public static DataDirectory ofHub(
      HubDirectories hub, boolean includeDatabase, List<String> patterns, Duration patience) {
    Path data = hub.data();
    Set<RawText> own = new HashSet<>();
    if (!hub.config().equals(data)) {
      Stream.of(hub.backups(), hub.temporary())
          .filter(path -> path.startsWith(data))
          .forEach(path -> own.add(NativeNames.pathBytes(data.relativize(path))));
    }
    return new DataDirectory(data, includeDatabase, own, patterns, patience);
  }

  private boolean isLeftOut(Path path) throws IOException {
    return isNeverIn(path) || leftOut.omits(NativeNames.pathBytes(path), directory.resolve(path));
  }

  /** Where it lies, without links. */
  public Path directory() {
    try {
      return directory.toRealPath();
    } catch (IOException notThere) {
      return directory;
    }
  }

  /** What the user wants left out. */
  public IgnoreRules rules() {
    return leftOut.rules();
  }

  /** Whether a relative path goes into no backup, whatever the user says. */
  public boolean isNeverIn(Path path) {
    RawText relative = NativeNames.pathBytes(path);
    return leaveOut.contains(relative)
        || exclusions.excludes(relative.toString())
        || (!includeDatabase && relative.equals(HISTORY));
  }

  /** Whether there is anything in it that could go into a backup. */
  public boolean isFilled() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.anyMatch(entry -> !isNeverIn(directory.relativize(entry)));
    } catch (UncheckedIOException failed) {
      throw new IOException(failed.getCause());
    }
  }

  /** How much there is to back up. */
  public DatabaseSnapshots.Volume volume() throws IOException {
    return snapshots.volume();
  }

  /**
   * Copies the databases into another directory.
   *
   * @throws SnapshotException when a database stays locked
   */
  public Snapshot snapshot(Path into) throws IOException {
    return snapshot(into, () -> false);
  }

  /**
   * The same, until somebody ends it.
   *
   * @param ended looked at before each database
   */
  public Snapshot snapshot(Path into, BooleanSupplier ended) throws IOException {
    return snapshots.take(into, ended);
  }

  /** The part of an archive that this directory becomes, with copies in place of its databases. */
  public PartSource source(Snapshot snapshot) {
    return PartSource.homeAssistant(
            directory,
            exclusions,
            snapshot.replacements(),
            Omissions.of(leaveOut).and(leftOut).and(snapshot.journals()))
        .noting(patterns);
  }
}
