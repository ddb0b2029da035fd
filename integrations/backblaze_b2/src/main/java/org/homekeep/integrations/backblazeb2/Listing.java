package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2DownloadByIdRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads which backups are in the folder: one listing, and each sidecar that was not read before.
 *
 * <p>What is in a bucket may come from anywhere. An object that is no sidecar is passed over with a
 * warning and hides no other backup. Nor does one that cannot be read now; but what it stands for
 * is not known then, which the snapshot says.
 */
final class Listing {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
  private static final int READERS = 4;
  private static final int TRIES = 3;
  private static final Duration SIDECAR_DEADLINE = Duration.ofSeconds(60);

  private final Session session;
  private final Bucket bucket;

  Listing(Session session) {
    this.session = session;
    this.bucket = new Bucket(session);
  }

  /**
   * Lists; blocks.
   *
   * @param before the last listing, whose sidecars need not be read again
   */
  Snapshot read(Snapshot before) throws IOException {
    Map<String, ObjectRef> objects =
        bucket.list().stream()
            .collect(
                Collectors.toMap(
                    ObjectRef::name,
                    Function.identity(),
                    (older, newer) -> newer,
                    LinkedHashMap::new));
    List<ObjectRef> sidecars =
        objects.values().stream().filter(each -> each.name().endsWith(Sidecar.SUFFIX)).toList();
    Reading reading = new Reading(before, sidecars);
    reading.run();
    Map<String, StoredBackup> backups = new LinkedHashMap<>();
    Map<String, ObjectRef> orphans = new HashMap<>();
    List<ObjectRef> halves = new ArrayList<>();
    List<ObjectRef> unreadable = new ArrayList<>();
    List<ObjectRef> unread = new ArrayList<>();
    for (ObjectRef sidecar : sidecars) {
      Optional<AgentBackup> known = reading.known.get(sidecar.fileId());
      if (known == null) {
        unread.add(sidecar);
        continue;
      }
      if (known.isEmpty()) {
        unreadable.add(sidecar);
        continue;
      }
      AgentBackup backup = known.get();
      ObjectRef archive = objects.get(archiveName(sidecar));
      if (archive == null) {
        orphans.put(backup.backupId(), sidecar);
        halves.add(sidecar);
      } else {
        backups.put(
            backup.backupId(), new StoredBackup(backup.withSize(archive.size()), archive, sidecar));
      }
    }
    if (session.isClosed()) {
      throw Session.closedError();
    }
    Strays strays =
        new Strays(
            objects.values().stream().filter(each -> isAlone(each, objects)).toList(),
            halves,
            unreadable,
            unread);
    return new Snapshot(
        backups, orphans, reading.known, strays, Optional.ofNullable(reading.failure.get()));
  }

  /** Whether it is an archive that nothing describes. */
  private static boolean isAlone(ObjectRef object, Map<String, ObjectRef> objects) {
    String name = object.name();
    if (!name.endsWith(Sidecar.ARCHIVE_SUFFIX)) {
      return false;
    }
    String base = name.substring(0, name.length() - Sidecar.ARCHIVE_SUFFIX.length());
    return !objects.containsKey(base + Sidecar.SUFFIX);
  }

  /** Reads one sidecar, if it is one. */
  Optional<AgentBackup> sidecar(ObjectRef object) throws IOException {
    if (object.size() > Sidecar.MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(Sidecar.read(whole(object)));
    } catch (SidecarException foreign) {
      LOG.atWarn()
          .addKeyValue("object", object.name())
          .addKeyValue("reason", foreign.getMessage())
          .log("A metadata file is not of a backup and is passed over");
      return Optional.empty();
    }
  }

  /** Its bytes as they are stored; what a line did to them on their way must not be remembered. */
  private byte[] whole(ObjectRef object) throws IOException {
    for (int attempt = 1; ; attempt++) {
      byte[] bytes = download(object);
      Optional<String> expected = object.sha1();
      boolean same =
          bytes.length == object.size()
              && (expected.isEmpty() || expected.get().equals(Sha1.hex(bytes)));
      if (same) {
        return bytes;
      }
      if (attempt >= TRIES) {
        throw new B2FailureException(
            new B2Failure.Corrupt(
                "A metadata file arrives damaged: its size or its SHA-1 is not the one that"
                    + " Backblaze B2 states. It is read again with the next list."));
      }
    }
  }

  private byte[] download(ObjectRef object) throws IOException {
    long end = System.nanoTime() + SIDECAR_DEADLINE.toNanos();
    Stop late =
        () -> {
          if (System.nanoTime() - end > 0) {
            throw new B2FailureException(
                new B2Failure.CannotConnect("timeout downloading a metadata file"));
          }
        };
    B2DownloadByIdRequest request = B2DownloadByIdRequest.builder(object.fileId()).build();
    return session.call(
        late,
        (calls, account) -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          calls.downloadById(account, request, (headers, content) -> copy(content, bytes, late));
          return bytes.toByteArray();
        });
  }

  private static void copy(InputStream content, ByteArrayOutputStream bytes, Stop late)
      throws IOException {
    byte[] piece = new byte[8192];
    for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
      late.check();
      bytes.write(piece, 0, read);
      if (bytes.size() > Sidecar.MAX_BYTES) {
        return;
      }
    }
  }

  private static String archiveName(ObjectRef sidecar) {
    String name = sidecar.name();
    return name.substring(0, name.length() - Sidecar.SUFFIX.length()) + Sidecar.ARCHIVE_SUFFIX;
  }

  /** What no other sidecar will get around. */
  static boolean isFinal(IOException failure) {
    return failure instanceof B2FailureException known
        && (known.failure() instanceof B2Failure.BadCredentials
            || known.failure() instanceof B2Failure.CapExceeded);
  }

  /** The reading of the sidecars that are not known yet, by a few threads. */
  private final class Reading {
    private final Map<String, Optional<AgentBackup>> known = new ConcurrentHashMap<>();
    private final Queue<ObjectRef> unread = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@org.jspecify.annotations.Nullable IOException> failure =
        new AtomicReference<>();

    Reading(Snapshot before, List<ObjectRef> sidecars) {
      for (ObjectRef each : sidecars) {
        Optional<AgentBackup> read = before.sidecars().get(each.fileId());
        if (read == null) {
          unread.add(each);
        } else {
          known.put(each.fileId(), read);
        }
      }
    }

    void run() throws IOException {
      List<Future<?>> others = new ArrayList<>();
      for (int i = 1; i < Math.min(READERS, unread.size()); i++) {
        FutureTask<?> task = new FutureTask<>(this::readAll, true);
        session.threadPool().execute(task);
        others.add(task);
      }
      readAll();
      for (Future<?> other : others) {
        try {
          other.get();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw Session.closedError();
        } catch (ExecutionException unexpected) {
          throw new IOException("A metadata file could not be read.", unexpected.getCause());
        }
      }
    }

    private void readAll() {
      for (ObjectRef next = unread.poll(); next != null; next = unread.poll()) {
        try {
          known.put(next.fileId(), sidecar(next));
        } catch (IOException unreadable) {
          LOG.atWarn()
              .addKeyValue("object", next.name())
              .addKeyValue("reason", unreadable.getMessage())
              .log("A metadata file cannot be read now and is passed over");
          failure.compareAndSet(null, unreadable);
          if (isFinal(unreadable)) {
            failure.set(unreadable);
            unread.clear();
          }
        }
      }
    }
  }
}
