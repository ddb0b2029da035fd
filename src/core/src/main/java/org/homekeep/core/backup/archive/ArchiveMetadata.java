package org.homekeep.core.backup.archive;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What backup.json says of a backup (backup.md §6.2).
 *
 * @param slug the backup id
 * @param date ISO 8601 with offset, kept as its text
 * @param compressed whether the parts are gzip
 * @param isProtected whether the parts are encrypted, as far as backup.json knows
 * @param extra values are {@code Boolean} or {@code String}
 * @param homeAssistant absent when Home Assistant's configuration is not in the backup
 * @param folders for instance {@code ssl}, {@code addons/local}
 * @param type {@code partial} or {@code full}
 * @param version of backup.json, 2
 */
public record ArchiveMetadata(
    String slug,
    String name,
    String date,
    boolean compressed,
    boolean isProtected,
    Map<String, Object> extra,
    Optional<HomeAssistant> homeAssistant,
    List<String> folders,
    List<AddOn> addOns,
    String type,
    int version) {
  /** The version of backup.json that this library writes. */
  public static final int VERSION = 2;

  /**
   * What is in the backup of Home Assistant itself.
   *
   * @param version of the Home Assistant that made it
   * @param excludeDatabase whether the history is left out
   */
  public record HomeAssistant(String version, boolean excludeDatabase) {}

  /** An add-on in the backup. */
  public record AddOn(String slug, Optional<String> name, Optional<String> version) {}

  public ArchiveMetadata {
    extra.forEach(ArchiveMetadata::checkExtra);
    extra = Collections.unmodifiableMap(new TreeMap<>(extra));
    folders = List.copyOf(folders);
    addOns = List.copyOf(addOns);
  }

  /** The metadata of a compressed backup of a configuration directory, as the core writes it. */
  public static ArchiveMetadata ofHomeAssistant(
      String slug,
      String name,
      String date,
      boolean isProtected,
      Map<String, Object> extra,
      HomeAssistant homeAssistant) {
    return new ArchiveMetadata(
        slug,
        name,
        date,
        true,
        isProtected,
        extra,
        Optional.of(homeAssistant),
        List.of(),
        List.of(),
        "partial",
        VERSION);
  }

  /** Whether Home Assistant's history is in the backup. */
  public boolean databaseIncluded() {
    return homeAssistant.map(included -> !included.excludeDatabase()).orElse(false);
  }

  /** The same with another word on encryption. */
  public ArchiveMetadata withProtected(boolean nowProtected) {
    return new ArchiveMetadata(
        slug,
        name,
        date,
        compressed,
        nowProtected,
        extra,
        homeAssistant,
        folders,
        addOns,
        type,
        version);
  }

  /** The same with folders, by their names on the wire. */
  public ArchiveMetadata withFolders(List<String> others) {
    return new ArchiveMetadata(
        slug,
        name,
        date,
        compressed,
        isProtected,
        extra,
        homeAssistant,
        others,
        addOns,
        type,
        version);
  }

  /** The same with one more extra value, which replaces one of that key. */
  public ArchiveMetadata withExtra(String key, Object value) {
    Map<String, Object> more = new TreeMap<>(extra);
    more.put(key, value);
    return new ArchiveMetadata(
        slug,
        name,
        date,
        compressed,
        isProtected,
        more,
        homeAssistant,
        folders,
        addOns,
        type,
        version);
  }

  private static void checkExtra(String key, Object value) {
    if (!(value instanceof Boolean) && !(value instanceof String)) {
      throw new IllegalArgumentException("Extra value " + key + " is neither text nor boolean.");
    }
  }
}
