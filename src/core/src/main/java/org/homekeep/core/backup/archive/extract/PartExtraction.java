package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/** One run over the members of a part. */
final class PartExtraction {
  private static final int MAX_WARNINGS = 1_000;

  private final PartTar tar;
  private final TargetTree tree;
  private final ExtractOptions options;
  private final MemberPath root;
  private final ArchiveObserver observer;
  private final List<String> warnings = new ArrayList<>();
  private Map<String, RawText> rootRecords = Map.of();
  private long entries;
  private long bytes;

  PartExtraction(
      PartTar tar, Path target, boolean isNew, ExtractOptions options, ArchiveObserver observer)
      throws ArchiveException {
    this.tar = tar;
    this.tree = new TargetTree(target, isNew);
    this.options = options;
    this.root =
        options.root().isEmpty()
            ? new MemberPath(List.of())
            : MemberPath.of(RawText.of(options.root()));
    this.observer = observer;
  }

  ExtractedPart run() throws IOException {
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      checkCancelled();
      TarEntry entry = next.get();
      Optional<MemberPath> member = MemberPath.of(entry.name()).below(root);
      if (member.isEmpty()) {
        // Its neighbours are what was asked for.
        continue;
      }
      if (member.get().isRoot() || options.wanted().test(member.get().toString())) {
        write(member.get(), entry);
      }
    }
    tree.finish();
    return new ExtractedPart(entries, bytes, warnings, rootRecords);
  }

  private void write(MemberPath member, TarEntry entry) throws IOException {
    if (member.isRoot() && entry.type() != TarType.DIRECTORY) {
      throw Refusal.takesPlaceOfTarget(entry.name());
    }
    switch (entry.type()) {
      case FILE -> tree.file(member, entry, tar.body(), this::written);
      case DIRECTORY -> {
        tree.directory(member, entry);
        rootRecords = member.isRoot() ? entry.extra() : rootRecords;
      }
      case SYMLINK -> tree.symlink(member, entry);
      case HARD_LINK -> tree.hardLink(member, linked(member, entry), this::written);
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
        if (warnings.size() < MAX_WARNINGS) {
          warnings.add(member + " is a pipe or device; it was not restored.");
        }
        return;
      }
    }
    entries++;
  }

  private MemberPath linked(MemberPath member, TarEntry entry) throws ArchiveException {
    return MemberPath.of(entry.link())
        .below(root)
        .filter(target -> !target.isRoot())
        .orElseThrow(() -> MemberPath.unsafe(member, "it is a hard link out of the target"));
  }

  private void written(int count) throws ArchiveException {
    bytes += count;
    if (bytes > options.limits().maxBytes()) {
      // What hard links are copied to is announced nowhere.
      throw new ArchiveException.LimitExceeded(
          "The files in the backup have more than " + options.limits().maxBytes() + " bytes.");
    }
    observer.progressed(bytes);
    checkCancelled();
  }

  private void checkCancelled() throws ArchiveException {
    if (observer.isCancelled()) {
      throw new ArchiveException.Cancelled("Extracting the archive was stopped.");
    }
  }
}
