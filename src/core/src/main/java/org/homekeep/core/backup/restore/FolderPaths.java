package org.homekeep.core.backup.restore;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.homekeep.api.backup.Folder;

/** Folders and their directories as the order and the journal of a restore write them. */
final class FolderPaths {
  private FolderPaths() {}

  static JsonObject write(Map<Folder, Path> folders) {
    JsonObject json = new JsonObject();
    folders.forEach((folder, path) -> json.put(folder.wireName(), path.toString()));
    return json;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ClassCastException for what it did not write
   */
  static Map<Folder, Path> read(JsonObject json) {
    Map<Folder, Path> folders = new EnumMap<>(Folder.class);
    for (String name : json.fieldNames()) {
      Folder folder =
          Folder.ofWireName(name)
              .orElseThrow(() -> new ClassCastException("There is no folder " + name + "."));
      folders.put(folder, Path.of(json.getString(name)));
    }
    return Collections.unmodifiableMap(folders);
  }
}
