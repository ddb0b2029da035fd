package org.homekeep.core.backup.archive.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.gzip.GunzipCheckpoint;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.PlainPart;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.v3.SecureTarV3;
import org.homekeep.core.backup.archive.v3.StreamMarks;

/** Reads an archive once from end to end, checks all that can be checked, and writes its index. */
final class IndexBuilder {
  private final Optional<Secret> key;
  private final IndexOptions options;
  private final PartOpener opener;
  private long bytes;

  IndexBuilder(Optional<Secret> key, IndexOptions options) {
    this.key = key;
    this.options = options;
    this.opener = new PartOpener(key);
  }

  /** Writes the index of an archive to a new file. */
  void build(FileChannel archive, Path target) throws IOException {
    ArchiveMap map = ArchiveMap.of(archive, key.isPresent());
    Optional<PartCipher> cipher = map.isEncrypted() ? Optional.of(cipher()) : Optional.empty();
    try (IndexWriter index = new IndexWriter(target, cipher)) {
      List<PartDirectory> parts = new ArrayList<>();
      for (LocatedPart part : map.parts().values()) {
        parts.add(index(part, index));
      }
      index.finish(map.fingerprint(), parts);
    }
  }

  private PartCipher cipher() throws ArchiveException {
    Secret password =
        key.orElseThrow(
            () -> new ArchiveException.KeyRequired("The archive is encrypted; its key is needed."));
    return new SecureTarV3(password, Randomness.secure()).nextPart();
  }

  private PartDirectory index(LocatedPart part, IndexWriter index) throws IOException {
    StreamMarks marks = new StreamMarks();
    PlainPart plain = PlainPart.of(opener.decrypted(part.probed(), part.range(), marks).from(0));
    Checkpoints checkpoints = new Checkpoints(options.spacing());
    IndexWriter.SectionOutput members = index.section();
    long count;
    try (members;
        PartTar tar =
            PartTar.of(watched(part, plain, checkpoints), part.range().size(), options.limits())) {
      for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
        IndexedMember.of(part.name(), next.get(), tar.position()).write(members.data());
        tar.skipBody();
      }
      tar.finish();
      count = tar.members();
      bytes += tar.position();
    }
    return new PartDirectory(
        part.name(), plain.isGzip(), count, members.place(), written(checkpoints, index), marks);
  }

  /** The inner tar; checkpoints are taken while it is read. */
  private InputStream watched(LocatedPart part, PlainPart plain, Checkpoints checkpoints) {
    if (!plain.isGzip()) {
      return new PositionInput(plain.data(), this::progressed);
    }
    GunzipInput gunzip = new GunzipInput(plain.data(), PartOpener.trailer(part.probed()));
    return new PositionInput(gunzip, position -> reached(position, gunzip, checkpoints));
  }

  private static NavigableMap<Long, Section> written(Checkpoints checkpoints, IndexWriter index)
      throws IOException {
    NavigableMap<Long, Section> places = new TreeMap<>();
    for (GunzipCheckpoint checkpoint : checkpoints.kept()) {
      IndexWriter.SectionOutput section = index.section();
      try (section) {
        checkpoint.write(section.data());
      }
      places.put(checkpoint.output(), section.place());
    }
    return places;
  }

  private void reached(long position, GunzipInput gunzip, Checkpoints checkpoints)
      throws IOException {
    progressed(position);
    if (checkpoints.isDue(position)) {
      gunzip.checkpoint().ifPresent(checkpoints::add);
    }
  }

  private void progressed(long position) throws ArchiveException {
    ArchiveObserver observer = options.observer();
    observer.progressed(bytes + position);
    if (observer.isCancelled()) {
      throw new ArchiveException.Cancelled("Making the index of the archive was stopped.");
    }
  }
}
