package org.homekeep.integrations.backblazeb2;

import java.util.List;
import java.util.function.Predicate;

/**
 * What lies in the folder and is only half of a backup, a second copy of one, or none. It is told
 * and never touched: nobody knows whose it is.
 *
 * @param archives without a sidecar
 * @param orphans sidecars without an archive
 * @param copies sidecars of whole backups that another pair of files counts for
 * @param unreadable sidecars that describe no backup
 * @param unread sidecars that could not be read this time, whatever they are
 */
record Strays(
    List<ObjectRef> archives,
    List<ObjectRef> orphans,
    List<ObjectRef> copies,
    List<ObjectRef> unreadable,
    List<ObjectRef> unread) {
  static final Strays NONE = new Strays(List.of(), List.of(), List.of(), List.of(), List.of());

  Strays {
    archives = List.copyOf(archives);
    orphans = List.copyOf(orphans);
    copies = List.copyOf(copies);
    unreadable = List.copyOf(unreadable);
    unread = List.copyOf(unread);
  }

  /** These, but of the archives only some. */
  Strays withArchives(Predicate<ObjectRef> wanted) {
    return new Strays(
        archives.stream().filter(wanted).toList(), orphans, copies, unreadable, unread);
  }
}
