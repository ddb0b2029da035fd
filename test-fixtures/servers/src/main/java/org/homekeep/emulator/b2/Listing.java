package org.homekeep.emulator.b2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A walk over the names of a bucket, in the order of their bytes, that folds names with a delimiter
 * into folders.
 */
final class Listing {
  private final NavigableMap<String, List<FileVersion>> names;
  private final String prefix;
  private final Optional<String> delimiter;
  private final boolean allVersions;

  Listing(
      NavigableMap<String, List<FileVersion>> names,
      String prefix,
      Optional<String> delimiter,
      boolean allVersions) {
    this.names = names;
    this.prefix = prefix;
    this.delimiter = delimiter;
    this.allVersions = allVersions;
  }

  /** A line of the listing: a version, or a folder when there is none. */
  record Item(String name, Optional<FileVersion> version) {}

  /**
   * The lines from a name on, that name included.
   *
   * @param startId where to begin among the versions of the first name
   */
  List<Item> from(String startName, Optional<String> startId, int most) {
    List<Item> items = new ArrayList<>();
    String first = Names.ORDER.compare(startName, prefix) > 0 ? startName : prefix;
    String folder = "";
    for (Map.Entry<String, List<FileVersion>> entry : names.tailMap(first, true).entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(prefix) || items.size() >= most) {
        break;
      }
      if (!folder.isEmpty() && name.startsWith(folder)) {
        continue;
      }
      List<FileVersion> visible = visible(entry.getValue());
      if (visible.isEmpty()) {
        continue;
      }
      Optional<String> inFolder = folderOf(name);
      if (inFolder.isPresent()) {
        folder = inFolder.get();
        items.add(new Item(folder, Optional.empty()));
        continue;
      }
      boolean skipping =
          name.equals(startName)
              && startId
                  .filter(id -> visible.stream().anyMatch(version -> version.id().equals(id)))
                  .isPresent();
      for (FileVersion version : visible) {
        skipping = skipping && !version.id().equals(startId.orElse(""));
        if (!skipping && items.size() < most) {
          items.add(new Item(name, Optional.of(version)));
        }
      }
    }
    return items;
  }

  private List<FileVersion> visible(List<FileVersion> versions) {
    return allVersions
        ? versions
        : Catalogue.current(versions).stream().filter(FileVersion::isReadable).toList();
  }

  private Optional<String> folderOf(String name) {
    return delimiter.flatMap(
        text -> {
          int at = name.indexOf(text, prefix.length());
          return at < 0 ? Optional.empty() : Optional.of(name.substring(0, at + text.length()));
        });
  }
}
