package org.homekeep.api.backup;

import java.util.Arrays;
import java.util.Optional;

/** A folder beside the configuration that a backup may hold (backup.md §1.2). */
public enum Folder {
  SHARE("share"),
  LOCAL_ADDONS("addons/local"),
  SSL("ssl"),
  MEDIA("media");

  private final String wireName;

  Folder(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in archives. */
  public String wireName() {
    return wireName;
  }

  /** The folder of a wire name, if there is one. */
  public static Optional<Folder> ofWireName(String name) {
    return Arrays.stream(values()).filter(folder -> folder.wireName.equals(name)).findFirst();
  }
}
