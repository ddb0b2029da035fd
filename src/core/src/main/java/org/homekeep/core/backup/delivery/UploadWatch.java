package org.homekeep.core.backup.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.core.backup.agent.WatchedInput;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.event.BackupEvent;

/**
 * Watches one upload: tells its progress, at most once a second, and notices when there is none.
 *
 * <p>The agent reports from its own threads; everything else happens on the hub's context.
 */
final class UploadWatch implements BackupUpload.Progress {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DeliveryParts parts;
  private final String agentId;
  private final AgentBackup backup;
  private final Speed speed;

  private final AtomicLong uploaded = new AtomicLong();
  private final AtomicLong activity = new AtomicLong();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final AtomicLong found = new AtomicLong();

  private volatile Wish wish = Wish.GO_ON;
  private long activityBefore = -1;
  private boolean ended;
  private Optional<Cancellable> stallTimer = Optional.empty();
  private Optional<Cancellable> pauseTimer = Optional.empty();

  UploadWatch(DeliveryParts parts, String agentId, AgentBackup backup) {
    this.parts = parts;
    this.agentId = agentId;
    this.backup = backup;
    this.speed = new Speed(parts.runtime().clock());
  }

  /** What the agent is given. */
  BackupUpload upload(ArchiveSource source, Digests digests, UploadNote note) {
    return new BackupUpload(backup, new Watched(source, digests), this, () -> wish, note);
  }

  /** Bytes whose reading is watched, and whose checksums are known. */
  private final class Watched implements ArchiveSource {
    private final ArchiveSource source;
    private final Digests digests;

    Watched(ArchiveSource source, Digests digests) {
      this.source = source;
      this.digests = digests;
    }

    @Override
    public InputStream open() throws IOException {
      return new WatchedInput(source.open(), UploadWatch.this::passed);
    }

    @Override
    public Optional<String> sha1() {
      return Optional.of(digests.sha1());
    }

    @Override
    public Optional<String> md5() {
      return digests.md5();
    }
  }

  /** Calls back when nothing has moved for the whole of the stall timeout. */
  void onStall(Runnable stalled) {
    stallTimer =
        Optional.of(
            parts
                .timers()
                .every(
                    parts.stallTimeout(),
                    () -> {
                      long now = activity.get();
                      if (now == activityBefore) {
                        abandon(Wish.PAUSE);
                        stalled.run();
                      }
                      activityBefore = now;
                    }));
  }

  /** Nothing has to move any more: all was sent, and what arrived is being verified. */
  void rest() {
    stallTimer.ifPresent(Cancellable::cancel);
  }

  /** Ends the watch; of a success the last word is that all has arrived. */
  void end(boolean success) {
    ended = true;
    if (!success) {
      abandon(Wish.PAUSE);
    }
    stallTimer.ifPresent(Cancellable::cancel);
    pauseTimer.ifPresent(Cancellable::cancel);
    if (success) {
      fire(backup.size());
    }
  }

  /** From now on the agent is told to end the upload; the first word counts. */
  void abandon(Wish how) {
    if (wish == Wish.GO_ON) {
      wish = how;
    }
  }

  /** How much has arrived, and how fast. */
  TransferProgress progress() {
    long arrived = uploaded.get();
    return new TransferProgress(
        arrived, backup.size(), speed.bytesPerSecond(arrived - found.get()));
  }

  @Override
  public void found(long bytes) {
    found.set(bytes);
  }

  @Override
  public void uploaded(long bytes) {
    uploaded.set(bytes);
    activity.incrementAndGet();
    if (telling.compareAndSet(false, true)) {
      parts.runtime().execute(this::tell);
    }
  }

  private void tell() {
    if (ended) {
      return;
    }
    long told = uploaded.get();
    speed.arrived(told - found.get());
    fire(told);
    pauseTimer = Optional.of(parts.timers().after(PAUSE, () -> tellAgain(told)));
  }

  private void tellAgain(long told) {
    telling.set(false);
    if (uploaded.get() != told && telling.compareAndSet(false, true)) {
      tell();
    }
  }

  private void fire(long bytes) {
    parts
        .events()
        .fire(new BackupEvent.Upload(parts.events().state(), agentId, bytes, backup.size()));
  }

  private void passed() throws IOException {
    activity.incrementAndGet();
    if (wish != Wish.GO_ON) {
      throw new InterruptedIOException("The upload is not wanted any more.");
    }
  }
}
