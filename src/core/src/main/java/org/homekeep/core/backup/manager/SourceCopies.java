package org.homekeep.core.backup.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.snapshot.DataDirectory;
import org.homekeep.core.backup.snapshot.Snapshot;

/**
 * The directories of one backup as they are written, and the copies of their databases until then.
 * The data has all of its databases copied or fails; a folder is full of other programs' files, so
 * that a copy which cannot be made is worth a warning there. Blocking.
 */
final class SourceCopies implements AutoCloseable {
  private final Path temporary;
  private final Duration patience;
  private final List<Snapshot> taken = new ArrayList<>();
  private final BooleanSupplier ended;
  private long spare;

  /**
   * No copies yet.
   *
   * @param spare bytes that copies of databases in folders may take
   * @param ended whether nobody wants the backup any more
   */
  SourceCopies(Path temporary, Duration patience, long spare, BooleanSupplier ended) {
    this.temporary = temporary;
    this.patience = patience;
    this.spare = spare;
    this.ended = ended;
  }

  PartSource source(DataDirectory data) throws IOException {
    Snapshot snapshot = data.snapshot(temporary, ended);
    taken.add(snapshot);
    return data.source(snapshot);
  }

  PartSource source(FolderDirectory folder) throws IOException {
    Snapshot snapshot = folder.snapshot(temporary, patience, spare);
    taken.add(snapshot);
    spare -= snapshot.bytes();
    return folder.source(snapshot);
  }

  /** Databases of the data, by their names, that SQLite could not copy. */
  List<String> asTheyAre() {
    return taken.get(0).asTheyAre().stream().map(RawText::toString).toList();
  }

  @Override
  public void close() throws IOException {
    for (Snapshot snapshot : taken) {
      snapshot.close();
    }
  }
}
