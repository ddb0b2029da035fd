package org.homekeep.core.backup.size;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.snapshot.DataDirectory;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.wire.WireException;

/** Measures what the next backup would hold. Touched on the hub's context alone. */
public final class SizePreview {
  private static final long MOST_ENTRIES = 5_000_000;

  private final Worker worker;
  private final HubDirectories directories;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private boolean running;

  public SizePreview(Worker worker, HubDirectories directories) {
    this.worker = worker;
    this.directories = directories;
  }

  /** Walks all that would be backed up; fails while another walk is under way. */
  public Future<SizeReport> measure(SizeQuestion question) {
    if (running) {
      return Future.failedFuture(
          new WireException(
              WireException.NOT_ALLOWED,
              "The sizes are being measured already. Ask again when that has ended."));
    }
    running = true;
    return worker.run(() -> walk(question)).onComplete(done -> running = false);
  }

  /** The hub stops: a walk ends early. */
  public void stop() {
    stopped.set(true);
  }

  private SizeReport walk(SizeQuestion question) throws IOException {
    Tally tally = new Tally(question.most(), question.excludes());
    WalkBound bound = new WalkBound(System::nanoTime, question.limit(), MOST_ENTRIES, stopped::get);
    DataDirectory data =
        DataDirectory.ofHub(
            directories, question.includeDatabase(), question.excludes(), Duration.ZERO);
    new SizeWalk("homeassistant", data.directory(), data::isNeverIn, data.rules(), tally, bound)
        .run();
    for (Map.Entry<Folder, Path> each : question.folders().entrySet()) {
      FolderDirectory folder =
          new FolderDirectory(each.getKey(), each.getValue(), question.excludes());
      new SizeWalk(
              each.getKey().wireName(),
              each.getValue(),
              FolderDirectory::isNeverIn,
              folder.rules(),
              tally,
              bound)
          .run();
    }
    return tally.report(!bound.wasReached());
  }
}
